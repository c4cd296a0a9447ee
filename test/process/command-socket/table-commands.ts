import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import type { Level } from "../../../src/process/command-socket/command.ts";

/** A command, and what a client must be allowed for it. */
export interface TableCommand {
  readonly level: Level;
  readonly command: string;
}

/** The commands of tables.txt; a line of another level than admin begins with it and a bar. */
export function readCommands(): TableCommand[] {
  const lines = readFileSync(new URL("tables.txt", import.meta.url), "utf8").split("\n");
  return lines.filter(Boolean).map((line) => {
    const [, level, command = line] = /^(user|operator)\|(.*)$/.exec(line) ?? [];
    return { level: level === "user" || level === "operator" ? level : "admin", command };
  });
}

/** An answer without what differs from run to run: pointers, times left, and the order of entries. */
export function steady(answer: string): string {
  const plain = answer.replace(/^0x[0-9a-f]+:/gm, "PTR:").replace(/ exp=[1-9]\d*/g, " exp=LEFT");
  return plain.replace(
    /(?:^PTR:.*\n)+/gm,
    (entries) => `${entries.trimEnd().split("\n").sort().join("\n")}\n`,
  );
}

/** One connection: sends `text`, and gives all that came until the other closed. */
export function talk(socket: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const connection = createConnection({ path: socket }, () => connection.end(text));
    connection.setEncoding("latin1");
    connection.on("data", (piece: string) => (answer += piece));
    connection.on("error", reject);
    connection.on("close", () => resolve(answer));
  });
}
