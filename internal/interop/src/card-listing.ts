import createClient from "openapi-fetch";

import type { paths } from "../generated/cardplatform.js";
import { answered, begin, complete, fact, payload } from "./answer.js";
import type { Sandbox } from "./sandbox.js";

// cardListing lists the card tiers of a program, orders a virtual card and looks it up, and lists the transactions.
export async function cardListing({ url }: Sandbox): Promise<void> {
  begin("Card platform: a card listing");
  const plain = { "x-enable-encryption": "false" };
  const anonymous = createClient<paths>({ baseUrl: url, headers: plain });
  const login = answered(
    await anonymous.POST("/as/api/v1/saas-login", {
      body: { clientId: "sandbox-client-id", clientSecret: "sandbox-client-secret" },
    }),
  );
  const { accessToken } = complete(payload(login), "accessToken");
  const client = createClient<paths>({ baseUrl: url, headers: { ...plain, Authorization: `Bearer ${accessToken}` } });

  for (const tier of answered(await client.GET("/pcs/api/v1/card-tiers")).data) {
    const { id, title, cardNetwork } = complete(tier, "id", "title", "cardNetwork");
    fact("tier", id, title, cardNetwork);
  }

  const person = { firstName: "Aisha", lastName: "Khan", email: "aisha@example.com", status: "ACTIVE" } as const;
  const user = answered(await client.POST("/as/api/v1/users", { body: person })).data;
  const { id: userId } = complete(user, "id");
  const opened = await client.POST("/be/api/v1/accounts", { body: { userId, currencyId: 2, accountType: "DIGITAL" } });
  const { id: accountId } = complete(answered(opened).data, "id");
  const embossing = await client.GET("/pcs/api/v1/embossing-names/{userId}", { params: { path: { userId } } });
  const [cardHolderName] = answered(embossing).data.names;
  if (cardHolderName === undefined) {
    throw new Error("there is no name to print on a card");
  }
  const ordered = await client.POST("/pcs/api/v1/cards", {
    body: { cardTierId: 7, customerId: userId, accountId, cardType: "VIRTUAL", cardHolderName },
  });
  const { id: cardId } = complete(answered(ordered).data, "id");
  const request = { cardId, status: "ISSUANCE_IN_PROGRESS" } as const;
  answered(await client.POST("/pcs/api/v1/process-card-request", { body: request }));
  const retrieved = await client.POST("/pcs/api/v1/cards/details", { body: { cardId } });
  const card = complete(answered(retrieved).data, "status", "lastFourDigits", "embossName");
  fact("card", cardId, card.embossName, card.status, "ends in", card.lastFourDigits);

  const listed = await client.GET("/tme/api/v1/transactions", { params: { query: { page: 1, perPage: 20 } } });
  fact("transactions", complete(complete(answered(listed), "pagination").pagination, "totalCount").totalCount);
}
