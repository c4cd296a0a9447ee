import { asctime, httpDateForms, imf, parseDate, rfc850 } from "../calendar/index.ts";
import { declareFunction, result, string, uncounted, type Argument, type Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

const parsers: [name: string, forms: readonly RegExp[], doc: string][] = [
  ["http_date", httpDateForms, "Reads a date in any of HTTP's three forms."],
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
    // HAProxy keeps it in an int.
    body: (_execution, text) => {
      const seconds = parseDate(text, forms);
      return seconds === undefined ? undefined : seconds | 0;
    },
  }),
);
