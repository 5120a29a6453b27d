import { answered, begin, complete, fact, follow, payload } from "./answer.js";
import type { Sandbox } from "./sandbox.js";
import { logIn } from "./wallex.js";

// onboarding takes an individual from the sign-up to the approval.
export async function onboarding(sandbox: Sandbox): Promise<void> {
  begin("Wallex: a user signs up");
  const { client, bearer } = await logIn(sandbox);

  const signedUp = await client.POST("/v2/signup", {
    body: {
      firstName: "Mei",
      lastName: "Tan",
      email: "mei.tan@example.com",
      password: "correct-horse-battery-staple",
      countryCode: "SG",
      accountType: "individual",
    },
  });
  const { email } = complete(payload(answered(signedUp)), "email", "firstName", "lastName", "accountType");
  fact("signed up", email);

  const listed = await client.GET("/v2/users", { headers: bearer });
  const { data, value } = answered(listed);
  const [newest] = data ?? value ?? [];
  if (newest === undefined) {
    throw new Error("the listing of users is empty");
  }
  const { id: userId, status } = complete(newest, "id", "status");
  fact("user", userId, status);
  const params = { path: { userId } };

  const updated = await client.PATCH("/v2/users/{userId}/detail", {
    params,
    body: {
      gender: "female",
      mobileCountryCode: "+65",
      mobileNumber: "91234567",
      dateOfBirth: "1990-02-21",
      countryOfBirth: "SG",
      nationality: "SG",
      countryOfResidence: "SG",
      residentialAddress: "1 Example Road",
      countryCode: "SG",
      city: "Singapore",
      postalCode: "123456",
      identificationType: "passport",
      identificationNumber: "K1234567A",
      issueDate: "2020-02-20",
      expiryDate: "2040-02-20",
      employmentIndustry: "Information Technology",
      employmentStatus: "Employed",
      employmentPosition: "Senior Level/Executive",
      occupation: "Engineer",
    },
  });
  const { status: completeness } = complete(payload(answered(updated)), "firstName", "lastName", "status");
  fact("details", typeof completeness === "string" ? completeness : completeness.value);

  const created = await client.POST("/v2/users/{userId}/documents", {
    params,
    body: { documentType: "passport", documentName: "passport.pdf" },
  });
  const document = complete(payload(answered(created)), "id", "documentType", "uploadURL");
  fact("document", document.id, document.documentType);
  await upload(document.uploadURL);
  fact("uploaded", "passport.pdf");

  const screened = await client.POST("/v2/users/{userId}/screen", { params });
  fact("screening", complete(payload(answered(screened)), "status").status);

  const user = await follow("approved", async () => {
    const retrieved = await client.GET("/v2/users/{userId}", { params });
    return complete(payload(answered(retrieved)), "id", "status", "accountId");
  });
  fact("user", user.id, user.status, "with account", user.accountId);
}

// upload puts a file where a signed URL says. The storage takes no headers of the platform.
async function upload(signedURL: string): Promise<void> {
  const response = await fetch(signedURL, {
    method: "PUT",
    headers: { "Content-Type": "application/pdf", "x-amz-storage-class": "STANDARD" },
    body: "%PDF-1.7\n",
  });
  if (!response.ok) {
    throw new Error(`the storage answered ${response.status}: ${await response.text()}`);
  }
}
