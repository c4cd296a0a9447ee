import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { KEYWORDS } from "../../src/config/keywords/table.ts";
import { parse } from "./support/parse.ts";

const SECTIONS = [
  "global",
  "defaults",
  "frontend f",
  "backend b",
  "listen l",
  "userlist u",
  "resolvers r",
  "http-errors e",
];

const NAMES = [...new Set(KEYWORDS.map((keyword) => keyword.name))];

const PIECES = [
  ..."0 1 -1 10s 1k 4294967296 : , ( ) { } || ! if unless -m -f %[src] %[path,lower] %ci str(a) lua.x".split(
    " ",
  ),
  ..."127.0.0.1:80 [::1]:80 unix@/s /x a@b *:1-3 http tcp on off name \\ \" ' # ${A}".split(" "),
];

const lines = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...SECTIONS) },
    {
      weight: 6,
      arbitrary: fc
        .array(fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom(...PIECES)), {
          minLength: 1,
          maxLength: 8,
        })
        .map((words) => ` ${words.join(" ")}`),
    },
  ),
  { maxLength: 12 },
);

/** Cases of the differential tests, as raw material. */
const CASES = ["global", "proxy"].flatMap((name) =>
  readFileSync(new URL(`cases/${name}.txt`, import.meta.url), "latin1")
    .split("\n")
    .map((line) => line.slice(2))
    .filter((line) => line !== ""),
);

describe("the parser, whatever the text", function () {
  this.timeout(60_000);

  it("always comes to a verdict, and never refuses without an alert", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SECTIONS), lines, (section, rest) => {
        const { config, messages } = parse([section, ...rest].join("\n"));
        const alerts = messages.filter((message) => message.startsWith("alert"));
        assert.equal(config === undefined, alerts.length > 0);
      }),
      { numRuns: 3000 },
    );
  });

  it("takes cut and doubled lines as well", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SECTIONS),
        fc.constantFrom(...CASES),
        fc.nat(80),
        fc.nat(80),
        (section, line, from, to) => {
          parse(`${section}\n ${line.slice(0, from)}${line.slice(to)}\n`);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
