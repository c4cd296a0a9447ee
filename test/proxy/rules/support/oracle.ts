import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createConnection } from "node:net";
import path from "node:path";
import type { Recording } from "./recording.ts";
import type { Scene } from "./scene.ts";
import { Side, type Seen } from "./side.ts";

/** The figures that rules count. */
const figures = [
  ...["dreq", "dresp", "ereq", "eresp", "eint", "dcon", "dses", "wrew", "intercepted"],
  ...["hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other"],
];

/** What a real HAProxy does with the probes of a scene. */
export async function askHaproxy(
  program: string,
  { configuration, files, probes, simplify }: Scene,
): Promise<Recording> {
  const side = new Side(simplify);
  const text = await side.open(configuration);
  for (const [name, content] of Object.entries(files)) side.write(name, content);
  const child = spawn(program, ["-db", "-f", side.write("c.cfg", text)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const stats = path.join(side.folder, "stats");
    while (!(await answers(stats))) {
      if (child.exitCode !== null) throw new Error(`haproxy did not start:\n${said}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const seen: (Seen & { probe: string })[] = [];
    for (const probe of probes) seen.push({ probe: named(probe), ...(await side.probe(probe)) });
    return { version: versionOf(program), seen, figures: figuresOf(await ask(stats, "show stat")) };
  } finally {
    child.kill("SIGTERM");
    await ended;
    side.close();
  }
}

/** How a probe is called in recordings and tests. */
export function named({ to, send }: { readonly to: string; readonly send: string }): string {
  return `${to}: ${send}`;
}

export function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ["-v"], { encoding: "utf8" });
  return /version ([0-9.]+(?:-dev[0-9]+)?)/.exec(stdout)?.[1] ?? "";
}

async function answers(socket: string): Promise<boolean> {
  return fs.existsSync(socket) && (await ask(socket, "show info").catch(() => "")) !== "";
}

async function ask(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const connection = createConnection(socket, () => connection.end(`${command}\n`));
    connection.setEncoding("utf8");
    connection.on("data", (piece: string) => (text += piece));
    connection.on("error", reject);
    connection.on("end", () => resolve(text));
  });
}

/** By proxy and side: the figures that rules count. */
export function figuresOf(csv: string): Record<string, Record<string, string>> {
  const [head = "", ...lines] = csv.trim().split("\n");
  const names = head.replace(/^# /, "").split(",");
  return Object.fromEntries(
    lines.map((line) => {
      const values = line.split(",");
      const counted = figures.map((figure): [string, string] => [
        figure,
        values[names.indexOf(figure)] ?? "",
      ]);
      return [`${values[0] ?? ""}/${values[1] ?? ""}`, Object.fromEntries(counted)];
    }),
  );
}
