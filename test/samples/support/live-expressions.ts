/** Expressions evaluated by a real HAProxy, in batches: one process a batch, one request an expression. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The variables that expressions may use, as rules set them. */
export const VARIABLES: Readonly<Record<string, string>> = {
  "txn.str": "str(abc)",
  "txn.int": "int(5)",
  "txn.neg": "int(-3)",
  "txn.bool": "bool(true)",
  "txn.ip": "ipv4(10.1.2.3)",
  "txn.empty": 'str("")',
  "txn.key": "str(a2V5)",
};

/** As text and as bytes, in hexadecimal; both null when there is no sample. */
export type Outcome = readonly [text: string | null, bytes: string | null];

const BATCH = 400;

export async function evaluateInHaproxy(program: string, expressions: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < expressions.length; at += BATCH) {
    outcomes.push(...(await evaluateBatch(program, expressions.slice(at, at + BATCH))));
  }
  return outcomes;
}

async function evaluateBatch(program: string, expressions: readonly string[]): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), "halua-expressions-"));
  const socket = join(folder, "s");
  const variables = Object.entries(VARIABLES).map(
    ([name, value]) => `http-request set-var(${name}) '${value}'`,
  );
  const rules = expressions.map((text, at) => `http-request set-var(txn.r) '${text}' if { path /${at} }`);
  const format = "%[var(txn.r),length]|%[var(txn.r),concat(),hex]|%[var(txn.r),hex]";
  const answer = `http-request return status 200 content-type text/plain lf-string "${format}"`;
  writeFileSync(
    join(folder, "t.cfg"),
    `defaults\n mode http\n timeout client 9s\nfrontend f\n bind unix@${socket}\n ` +
      `${[...variables, ...rules, answer].join("\n ")}\n`,
  );
  const child = spawn(program, ["-db", "-f", "t.cfg"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TZ: "UTC" },
  });
  let complaints = "";
  child.stderr.on("data", (part: Buffer) => (complaints += part.toString()));
  try {
    const outcomes: Outcome[] = [];
    for (const at of expressions.keys()) {
      const [length, text, bytes] = (
        await ask(
          socket,
          `/${at}`,
          () => child.exitCode !== null,
          () => complaints,
        )
      ).split("|");
      outcomes.push(length === "" ? [null, null] : [text ?? null, bytes ?? null]);
    }
    return outcomes;
  } finally {
    const gone = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true });
  }
}

async function ask(
  socketPath: string,
  path: string,
  isGone: () => boolean,
  complaints: () => string,
): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      return await get(socketPath, path);
    } catch (error) {
      if (isGone() || tries > 100) throw new Error(complaints() || String(error), { cause: error });
      await delay(30);
    }
  }
}

function get(socketPath: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = request({ socketPath, path }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts).toString("latin1")));
      response.on("error", reject);
    });
    client.on("error", reject);
    client.end();
  });
}
