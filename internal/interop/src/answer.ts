import { setTimeout } from "node:timers/promises";

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

// answered returns what an operation answered with, and fails unless that was a success.
export function answered<T>({ data, error, response }: Result<T>): NonNullable<T> {
  if (!response.ok || data === undefined || data === null) {
    throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(error)}`);
  }
  return data;
}

// payload returns what an answer holds, with or without an envelope.
export function payload<T extends object>(answer: T | { data: T }): T {
  return "data" in answer ? answer.data : answer;
}

type Complete<T, K extends keyof T> = T & { [P in K]-?: NonNullable<T[P]> };

function has<T extends object, K extends keyof T>(value: T, fields: K[]): value is Complete<T, K> {
  return fields.every((field) => value[field] !== undefined && value[field] !== null);
}

// complete returns an object, and fails unless it has all of the fields.
export function complete<T extends object, K extends keyof T>(value: T, ...fields: K[]): Complete<T, K> {
  if (!has(value, fields)) {
    throw new Error(`one of ${fields.join(", ")} is missing in ${JSON.stringify(value)}`);
  }
  return value;
}

// follow asks until the answer has a status, for ten seconds at most.
export async function follow<T extends { status: string }>(status: string, ask: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 10_000; ; await setTimeout(100)) {
    const answer = await ask();
    if (answer.status === status) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`it is still ${answer.status}, not ${status}`);
    }
  }
}

// begin prints which story begins.
export function begin(story: string): void {
  console.log(`\n${story}`);
}

// fact prints something worth seeing.
export function fact(name: string, ...values: (string | number)[]): void {
  console.log(`  ${name.padEnd(13)} ${values.join(" ")}`);
}
