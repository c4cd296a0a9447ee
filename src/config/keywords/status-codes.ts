/** `http-err-codes` and `http-fail-codes`: which statuses stick tables count. Source: texts of http.c. */
import type { Line } from "../line.ts";
import type { State } from "../state.ts";
import { linesOf } from "./build.ts";
import type { LineKeyword } from "./keyword.ts";

const LOWEST = 100;
const HIGHEST = 599;

/** One range, and the comma behind it. */
const RANGE = /([0-9]+)(?:-([0-9]+))?(?:,|$)/y;

/** Each word adds its ranges with `+`, takes them away with `-`, and else leaves its last range only. */
function readWord(word: string, codes: Set<number>, line: Line): void {
  const operation = /^[+-]?/.exec(word)?.[0] ?? "";
  RANGE.lastIndex = operation.length;
  do {
    const start = RANGE.lastIndex;
    const found = RANGE.exec(word);
    if (!found) {
      line.fail(
        `Invalid status codes range '${word}' in '${line.keyword}' at position ${faultAt(word, start)}. ` +
          "Ranges must be in the form [+-]{low[-{high}]}[,...].",
      );
    }
    const low = Number(found[1]);
    const high = Number(found[2] ?? low);
    if (high < low || low < LOWEST || high > HIGHEST) {
      line.fail(
        `Invalid status codes range '${word}' in '${line.keyword}'.\n Codes must be between ${LOWEST} and ${HIGHEST} and ranges in ascending order.`,
      );
    }
    if (operation === "") codes.clear();
    for (let code = low; code <= high; code++) {
      if (operation === "-") codes.delete(code);
      else codes.add(code);
    }
    // A comma at the end wants another range.
  } while (RANGE.lastIndex < word.length || word.endsWith(","));
}

/** Where a range stops being one. */
function faultAt(word: string, start: number): number {
  return start + (/^[0-9]*(?:(?<=[0-9])-[0-9]*)?/.exec(word.slice(start))?.[0].length ?? 0);
}

const codes =
  (which: "errors" | "failures") =>
  (line: Line, { global }: State): void => {
    if (line.word(1) === "") line.fail(`Missing status codes range for '${line.keyword}'.`);
    for (const word of line.words.slice(1)) readWord(word, global.countedStatuses[which], line);
  };

const kw = linesOf(["global"]);

export const STATUS_CODE_KEYWORDS: readonly LineKeyword[] = [
  kw(
    "http-err-codes",
    "3.0",
    "<ranges:string>...",
    "Which statuses count as errors of clients: `400-499`, or with `+` and `-` what is added and left out.",
    codes("errors"),
  ),
  kw(
    "http-fail-codes",
    "3.0",
    "<ranges:string>...",
    "Which statuses count as failures of servers, in the same way.",
    codes("failures"),
  ),
];
