import { cardListing } from "./card-listing.js";
import { firstPayment } from "./first-payment.js";
import { onboarding } from "./onboarding.js";
import { startSandbox } from "./sandbox.js";
import { kycLevel } from "./wallet-engine.js";

const command = process.argv[2];
if (command === undefined) {
  throw new Error("usage: node build/main.js WALLEX, the command that serves the sandbox");
}
const sandbox = await startSandbox(command);
try {
  await firstPayment(sandbox);
  await onboarding(sandbox);
  await cardListing(sandbox);
  await kycLevel(sandbox);
} finally {
  sandbox.stop();
}
