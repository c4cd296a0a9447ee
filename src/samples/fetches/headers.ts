/** Fetches of a message's headers. */
import { parseIpv6, readIpv4 } from "../patterns/addresses.ts";
import { address, binary, integer, text, type Sample } from "../sample.ts";
import { encodeVarint } from "../varint.ts";
import type { FetchContext, HeadersView } from "../views.ts";
import {
  argumentNumber,
  argumentText,
  leadingInteger,
  plain,
  type Fetch,
  type PreparedFetch,
} from "./fetch.ts";

type Side = "request" | "response";

/** The headers of that message; undefined where they cannot be had. */
export function headersOf(context: FetchContext, side: Side): HeadersView | undefined {
  return (side === "request" ? context.requestHead() : context.responseHead())?.headers;
}

/** Which message a fetch is about: its own, or that of the direction. */
export type SideOf = (context: FetchContext) => Side;

export const ofRequest: SideOf = () => "request";
export const ofResponse: SideOf = () => "response";
export const ofDirection: SideOf = ({ direction }) => direction;

/** The values of whole lines of a name in lower case, as they are; without a name, of all lines. */
function lineValues(headers: HeadersView, name: string): string[] {
  const found: string[] = [];
  for (let i = 0; i < headers.length; i++) {
    if (name === "" || headers.name(i) === name) found.push(headers.value(i));
  }
  return found;
}

/** The values of whole lines, without the blanks around them that rules and scripts may have put there. */
const trimmedLines = (headers: HeadersView, name: string): string[] =>
  lineValues(headers, name).map((line) =>
    isCompound(line) ? line.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "") : line,
  );

/** Whether a line is more, or less, than one value. */
const isCompound = (line: string): boolean =>
  line.includes(",") || line.charCodeAt(0) <= 0x20 || line.charCodeAt(line.length - 1) <= 0x20;

/** The comma-separated values, of all lines of a name in lower case. */
function listValues(headers: HeadersView, name: string): string[] {
  const lines = lineValues(headers, name);
  // Most lines are one value.
  if (!lines.some(isCompound)) return lines;
  return Array.from(headers.values(name), ({ value }) => value);
}

type ValuesOf = (headers: HeadersView, name: string) => string[];

/** The value with a number: from 1, or from the end with -1; undefined when there are not so many. */
const occurrence = (values: readonly string[], number: number): string | undefined =>
  values.at(number < 0 ? number : number - 1);

/**
 * A fetch of header values: the last where no number is given, or all one
 * after the other for ACLs. `convert` may turn a value down: an ACL then tries the next.
 */
const values =
  (side: SideOf, valuesOf: ValuesOf, convert: (value: string) => Sample | undefined): Fetch =>
  (args): PreparedFetch => {
    const name = argumentText(args, 0)?.toLowerCase();
    if (name === undefined) return { one: () => undefined };
    const number = argumentNumber(args, 1);
    const one = (context: FetchContext): Sample | undefined => {
      const headers = headersOf(context, side(context));
      const value = headers && occurrence(valuesOf(headers, name), number === 0 ? -1 : number);
      return value === undefined ? undefined : convert(value);
    };
    if (number !== 0) return { one };
    return {
      one,
      each: (context) => {
        const headers = headersOf(context, side(context));
        const samples: Sample[] = [];
        if (!headers) return samples;
        for (const value of valuesOf(headers, name)) {
          const sample = convert(value);
          if (sample) samples.push(sample);
        }
        return samples;
      },
    };
  };

/** How many there are of what the argument names. */
export const counting =
  (side: SideOf, count: (headers: HeadersView, name: string, context: FetchContext) => number): Fetch =>
  (args) => {
    const name = argumentText(args, 0) ?? "";
    return {
      one: (context) => {
        const headers = headersOf(context, side(context));
        return headers && integer(count(headers, name, context));
      },
    };
  };

const count = (side: SideOf, valuesOf: ValuesOf): Fetch =>
  counting(side, (headers, name) => valuesOf(headers, name.toLowerCase()).length);

/** An address that fills the value, but for a port behind an IPv4 one or brackets around an IPv6 one. */
export function headerAddress(value: string): Sample | undefined {
  const narrow = /^([0-9.]+)(?::-?([0-9]*))?$/.exec(value);
  if (narrow) {
    const found = Number(narrow[2] ?? 0) > 65535 ? undefined : readIpv4(narrow[1] ?? "");
    return found && address(found);
  }
  const found = parseIpv6(value.startsWith("[") && value.endsWith("]") ? value.slice(1, -1) : value);
  return found && address(found);
}

/** All names in one text; the argument stands between them, a comma if there is none. */
export const joining =
  (side: SideOf, namesOf: (headers: HeadersView, context: FetchContext) => readonly string[]): Fetch =>
  (args) => {
    const delimiter = args[0] === undefined ? "," : args[0].text.charAt(0) || "\0";
    return {
      one: (context) => {
        const headers = headersOf(context, side(context));
        return headers && text(namesOf(headers, context).join(delimiter));
      },
    };
  };

const names = (side: SideOf): Fetch =>
  joining(side, (headers) => Array.from({ length: headers.length }, (_, i) => headers.name(i)));

const block = (side: SideOf): Fetch =>
  plain((context) => {
    const headers = headersOf(context, side(context));
    if (!headers) return undefined;
    let lines = "";
    for (let i = 0; i < headers.length; i++) lines += `${headers.name(i)}: ${headers.value(i)}\r\n`;
    return text(`${lines}\r\n`);
  });

const measured = (value: string): string => encodeVarint(value.length) + value;

const binaryBlock = (side: SideOf): Fetch =>
  plain((context) => {
    const headers = headersOf(context, side(context));
    if (!headers) return undefined;
    let bytes = "";
    for (let i = 0; i < headers.length; i++) bytes += measured(headers.name(i)) + measured(headers.value(i));
    return binary(bytes + measured("") + measured(""));
  });

function family(prefix: string, side: SideOf): [string, Fetch][] {
  return [
    [prefix, values(side, listValues, text)],
    [`${prefix}_cnt`, count(prefix === "hdr" ? ofRequest : side, listValues)],
    [`${prefix}_val`, values(prefix === "hdr" ? ofRequest : side, listValues, leadingInteger)],
    [`${prefix}_ip`, values(prefix === "hdr" ? ofRequest : side, listValues, headerAddress)],
  ];
}

function wholeMessage(prefix: "req" | "res", side: SideOf): [string, Fetch][] {
  return [
    [`${prefix}.fhdr`, values(side, trimmedLines, text)],
    [`${prefix}.fhdr_cnt`, count(side, lineValues)],
    [`${prefix}.hdr_names`, names(side)],
    [`${prefix}.hdrs`, block(side)],
    [`${prefix}.hdrs_bin`, binaryBlock(side)],
  ];
}

export const HEADER_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...family("hdr", ofDirection),
  ...family("req.hdr", ofRequest),
  ...family("res.hdr", ofResponse),
  ...family("shdr", ofResponse),
  ...wholeMessage("req", ofRequest),
  ...wholeMessage("res", ofResponse),
];
