import { answered, begin, complete, fact, follow } from "./answer.js";
import type { Sandbox } from "./sandbox.js";
import { logIn } from "./wallex.js";

// firstPayment sends 1,250 euros to a company in Germany, out of the Singapore dollars in the wallet.
export async function firstPayment(sandbox: Sandbox): Promise<void> {
  begin("Wallex: a first payment");
  const { client } = await logIn(sandbox);

  const requirements = await client.POST("/beneficiaries/v1/requirements", {
    body: { currency: "EUR", bankAccountCountry: "DE", beneficiaryCountry: "DE" },
  });
  for (const { entityType, bankAccount } of answered(requirements).data) {
    fact("requirements", entityType, "with", Object.keys(bankAccount ?? {}).sort().join(", "));
  }

  const created = await client.POST("/beneficiaries/v1/create", {
    body: {
      entityType: "company",
      companyName: "Beispiel GmbH",
      address: "Hauptstr. 1",
      city: "Berlin",
      country: "DE",
      email: "accounts@example.com",
      bankAccount: {
        bankName: "Beispielbank",
        bankAccountHolderName: "Beispiel GmbH",
        iban: "DE89370400440532013000",
        country: "DE",
        currency: "EUR",
      },
    },
  });
  const { beneficiaryId, companyName } = complete(answered(created).data, "beneficiaryId", "companyName");
  fact("beneficiary", beneficiaryId, companyName);

  const quoted = await client.POST("/simple-payments/v1/quote", {
    body: { beneficiaryId, sellCurrency: "SGD", buyCurrency: "EUR", fixedSide: "buy", amount: 1250 },
  });
  const quote = complete(answered(quoted).data, "quoteId", "buyAmount", "totalAmount", "expiresAt");
  fact("quote", quote.buyAmount, "EUR for", quote.totalAmount, "SGD, until", quote.expiresAt);

  const referenceId = `INTEROP-${crypto.randomUUID()}`;
  const ordered = await client.POST("/simple-payments/v1/create", {
    body: {
      quoteId: quote.quoteId,
      referenceId,
      uniqueReferenceId: true,
      paymentReference: "Invoice 42",
      purposeOfTransfer: "GDDS",
      fundingSource: "COMPANY_BANK_ACCOUNT",
    },
  });
  const { simplePaymentId, status } = complete(answered(ordered).data, "simplePaymentId", "status");
  fact("payment", simplePaymentId, status);

  const funded = await client.POST("/simple-payments/v1/fund", { body: { simplePaymentId } });
  fact("funded", simplePaymentId, complete(answered(funded).data, "status").status);

  const payment = await follow("completed", async () => {
    const params = { path: { simplePaymentId } };
    const retrieved = await client.GET("/simple-payments/v1/item/{simplePaymentId}", { params });
    return complete(answered(retrieved).data, "simplePaymentId", "status", "referenceId");
  });
  if (payment.referenceId !== referenceId) {
    throw new Error(`the payment has the reference ${payment.referenceId}, not ${referenceId}`);
  }
  fact("arrived", payment.simplePaymentId, payment.status);
}
