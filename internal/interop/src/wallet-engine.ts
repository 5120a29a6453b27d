import createClient from "openapi-fetch";

import type { paths } from "../generated/walletengine.js";
import type { paths as cardPaths } from "../generated/walletenginecards.js";
import { answered, begin, complete, fact } from "./answer.js";
import type { Sandbox } from "./sandbox.js";

// kycLevel signs a user of Wallet Engine in, asks for the KYC level, and looks a card up at the card API.
export async function kycLevel({ url }: Sandbox): Promise<void> {
  begin("Wallet Engine: the KYC level of a user");
  const baseUrl = `${url}/api`;
  const app_id = "86509b0699ae";
  const phone = { country_dial_code: "65", phone_number: "909099999" };
  const anonymous = createClient<paths>({ baseUrl });
  answered(await anonymous.POST("/authorize/otp/generate", { body: { app_id, ...phone } }));
  const signedIn = await anonymous.POST("/authorize/signin", { body: { app_id, ...phone, passcode: "268471" } });
  const { token, accounts } = complete(answered(signedIn), "token", "accounts");
  fact("signed in", ...accounts.map(({ account_id }) => account_id));

  const headers = { Authorization: `Bearer ${token}` };
  const queried = await createClient<paths>({ baseUrl, headers }).POST("/kyc/query", { body: { app_id } });
  const kyc = complete(answered(queried), "kyc_level", "kyc_status", "available_balance");
  fact("level", kyc.kyc_level, kyc.kyc_status);
  fact("balance", kyc.available_balance);

  const retrieved = await createClient<cardPaths>({ baseUrl: url, headers }).GET("/v1/card/{CardToken}", {
    params: { path: { CardToken: "7f2c9a41" } },
  });
  const card = complete(answered(retrieved), "card_token", "status");
  fact("card", card.card_token, card.status);
}
