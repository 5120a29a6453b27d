import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Sandbox {
  url: string;
  apiKey: string;
  accessKeyId: string;
  secretAccessKey: string;
  stop(): void;
}

// startSandbox starts `wallex sandbox` on a free port, and reads how to reach it from the lines that it prints for a
// shell.
export async function startSandbox(command: string): Promise<Sandbox> {
  const flags = ["--addr", "127.0.0.1:0", "--rate-limit", "0", "--settlement", "200ms"];
  const child = spawn(command, ["sandbox", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  child.on("error", (error) => console.error(error.message));
  const exported = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      exported.set(name, value);
    }
    const url = exported.get("WALLEX_BASE_URL");
    const apiKey = exported.get("WALLEX_API_KEY");
    const accessKeyId = exported.get("WALLEX_ACCESS_KEY_ID");
    const secretAccessKey = exported.get("WALLEX_SECRET_ACCESS_KEY");
    if (url && apiKey && accessKeyId && secretAccessKey) {
      return { url, apiKey, accessKeyId, secretAccessKey, stop: () => child.kill() };
    }
  }
  throw new Error("the sandbox ended before it printed how to reach it");
}
