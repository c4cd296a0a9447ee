/**
 * HTTP's three forms of a date (RFC 9110, 5.6.7), read as HAProxy reads them
 * (tools.c): names in their exact case, numbers of a fixed width and not
 * checked for their range, and whatever stands behind the date left alone.
 */
import { secondsFromCivil } from "./civil.ts";
import { shortMonths } from "./strftime.ts";

const shortDay = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const longDay = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
const month = `(?<month>${shortMonths.join("|")})`;
const time = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
export const imf = new RegExp(`^${shortDay}, (?<day>[0-9]{2}) ${month} (?<year>[0-9]{4}) ${time} GMT`);
/** `Sunday, 06-Nov-94 08:49:37 GMT`; some senders write the year in full here too. */
export const rfc850 = new RegExp(
  `^${longDay}, (?<day>[0-9]{2})-${month}-(?<year>[0-9]{2}|[0-9]{4}) ${time} GMT`,
);
/** `Sun Nov  6 08:49:37 1994` */
export const asctime = new RegExp(`^${shortDay} ${month} (?<day> [0-9]|[0-9]{2}) ${time} (?<year>[0-9]{4})`);

/** The three forms, in the order in which HAProxy tries them. */
export const httpDateForms: readonly RegExp[] = [imf, rfc850, asctime];

/** Two digits stand for 1961 to 2060. */
const pivot = 60;

/** The date at the start of `text` in one of `forms`, as seconds since the epoch. */
export function parseDate(text: string, forms: readonly RegExp[] = httpDateForms): number | undefined {
  for (const form of forms) {
    const found = form.exec(text)?.groups;
    if (found) return epochSeconds(found);
  }
  return undefined;
}

function epochSeconds(found: Record<string, string>): number {
  const part = (name: string): number => Number(found[name]);
  const month = shortMonths.indexOf(found.month ?? "") + 1;
  return secondsFromCivil(
    fullYear(found.year ?? ""),
    month,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= pivot ? 2000 + year : 1900 + year;
}
