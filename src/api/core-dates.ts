import { declareFunction, result, string, uncounted, type Argument, type Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/**
 * HTTP's three forms of a date (RFC 9110, 5.6.7), read as HAProxy reads them
 * (tools.c): names in their exact case, numbers of a fixed width and not
 * checked for their range, and whatever stands behind the date left alone.
 */

const shortDay = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const longDay = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const month = `(?<month>${months.join("|")})`;
const time = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";

const imf = new RegExp(`^${shortDay}, (?<day>[0-9]{2}) ${month} (?<year>[0-9]{4}) ${time} GMT`);
// Some senders write the year in full here too.
const rfc850 = new RegExp(`^${longDay}, (?<day>[0-9]{2})-${month}-(?<year>[0-9]{2}|[0-9]{4}) ${time} GMT`);
const asctime = new RegExp(`^${shortDay} ${month} (?<day> [0-9]|[0-9]{2}) ${time} (?<year>[0-9]{4})`);

/** Two digits stand for 1961 to 2060. */
const pivot = 60;

/** The date at the start of `text` in one of `forms`: epoch seconds, cut to the 32 bits that HAProxy gives. */
function parseDate(text: string, forms: readonly RegExp[]): number | undefined {
  for (const form of forms) {
    const found = form.exec(text)?.groups;
    if (found) return epochSeconds(found);
  }
  return undefined;
}

function epochSeconds(found: Record<string, string>): number {
  const part = (name: string): number => Number(found[name]);
  const date = new Date(0);
  date.setUTCFullYear(fullYear(found.year ?? ""), months.indexOf(found.month ?? ""), 1);
  const days = date.getTime() / 86_400_000 + part("day") - 1;
  return (days * 86_400 + part("hour") * 3600 + part("minute") * 60 + part("second")) | 0;
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= pivot ? 2000 + year : 1900 + year;
}

const parsers: [name: string, forms: readonly RegExp[], doc: string][] = [
  ["http_date", [imf, rfc850, asctime], "Reads a date in any of HTTP's three forms."],
  ["imf_date", [imf], "Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT`."],
  ["rfc850_date", [rfc850], "Reads a date such as `Sunday, 06-Nov-94 08:49:37 GMT`."],
  ["asctime_date", [asctime], "Reads a date such as `Sun Nov  6 08:49:37 1994`, taken as GMT."],
];

export const dateItems: Item<Runtime>[] = parsers.map(([name, forms, doc]) =>
  declareFunction<Runtime, [Argument<string>]>(name, {
    doc,
    args: [string("date", "the text; what follows the date in it is ignored")],
    returns: [result("integer?", "seconds since the epoch; nil for anything else")],
    since: "1.7",
    count: uncounted,
    body: (_execution, text) => parseDate(text, forms),
  }),
);
