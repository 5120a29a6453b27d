import createClient from "openapi-fetch";

import type { paths } from "../generated/cardplatform.js";
import { answered, begin, complete, fact } from "./answer.js";
import type { Sandbox } from "./sandbox.js";

// cardListing lists the card tiers and the transactions of a program, and looks up the cards that were paid with.
export async function cardListing({ url }: Sandbox): Promise<void> {
  begin("Card platform: a card listing");
  const plain = { "x-enable-encryption": "false" };
  const anonymous = createClient<paths>({ baseUrl: url, headers: plain });
  const login = answered(
    await anonymous.POST("/as/api/v1/saas-login", {
      body: { clientId: "sandbox-client-id", clientSecret: "sandbox-client-secret" },
    }),
  );
  const { accessToken } = complete("data" in login ? login.data : login, "accessToken");
  const client = createClient<paths>({ baseUrl: url, headers: { ...plain, Authorization: `Bearer ${accessToken}` } });

  for (const tier of answered(await client.GET("/pcs/api/v1/card-tiers")).data) {
    const { id, title, cardNetwork } = complete(tier, "id", "title", "cardNetwork");
    fact("tier", id, title, cardNetwork);
  }

  const listed = await client.GET("/tme/api/v1/transactions", { params: { query: { page: 1, perPage: 20 } } });
  const { data: transactions, pagination } = complete(answered(listed), "data", "pagination");
  fact("transactions", complete(pagination, "totalCount").totalCount);
  for (const transaction of transactions) {
    const { id, status, billingAmount } = complete(transaction, "id", "status", "billingAmount");
    const { amount, currencyCode } = complete(billingAmount, "amount", "currencyCode");
    fact("transaction", id, status, amount, currencyCode);
    if (transaction.card) {
      const { id: cardId } = complete(transaction.card, "id");
      const retrieved = await client.POST("/pcs/api/v1/cards/details", { body: { cardId } });
      const card = complete(answered(retrieved).data, "status", "lastFourDigits");
      fact("card", cardId, card.status, "ends in", card.lastFourDigits);
    }
  }
}
