/**
 * Records what a HAProxy 3.5 makes of the expressions in expressions.txt: the
 * result as text and as bytes, both in hexadecimal, or null when there is none.
 * `HAPROXY_PROGRAM=... npx tsx test/samples/converters/record.ts`, then
 * `npm run format`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { evaluateInHaproxy } from "../support/live-expressions.ts";

const here = (name: string): URL => new URL(name, import.meta.url);
const expressions = readFileSync(here("expressions.txt"), "utf8").split("\n").filter(Boolean);
const program = process.env.HAPROXY_PROGRAM ?? "haproxy";
const results = await evaluateInHaproxy(program, expressions);
const rows = expressions.map((expression, at) => `  ${JSON.stringify([expression, ...(results[at] ?? [])])}`);
writeFileSync(here("results.json"), `[\n${rows.join(",\n")}\n]\n`);
