import createClient from "openapi-fetch";

import type { paths } from "../generated/wallex.js";
import { answered, complete } from "./answer.js";
import type { Sandbox } from "./sandbox.js";

// logIn returns a client of Wallex that has logged in. The operations of the newer documentation take the token behind
// the word Bearer, all others as it is.
export async function logIn({ url, apiKey, accessKeyId, secretAccessKey }: Sandbox) {
  const anonymous = createClient<paths>({ baseUrl: url, headers: { "X-Api-Key": apiKey } });
  const login = await anonymous.POST("/users/v1/authenticate", { body: { accessKeyId, secretAccessKey } });
  const { token } = complete(answered(login), "token");
  const client = createClient<paths>({ baseUrl: url, headers: { "X-Api-Key": apiKey, Authorization: token } });
  return { client, bearer: { Authorization: `Bearer ${token}` } };
}
