import type { HeaderMatch } from "../../config/actions.ts";
import { RegularExpression } from "../../samples/index.ts";
import type { Headers } from "../http/headers.ts";
import { lowerCase } from "../http/text.ts";
import { addRequestHeader, setRequestHeader } from "../http/uri.ts";
import type { RuleContext } from "./outcome.ts";
import type { Spans } from "./regex-replacement.ts";
import { fitsBuffer } from "./rewrites.ts";

/** The headers of the message that the rule is about. */
export function headersOf({ stream, direction }: RuleContext): Headers | undefined {
  const http = stream?.http;
  return direction === "request" ? http?.request.headers : http?.response?.headers;
}

/** Sets or adds a header of the message. False where it finds no room, or a `host` cannot be put into the URI. */
export function writeHeader(replaces: boolean, name: string, value: string, context: RuleContext): boolean {
  const headers = headersOf(context);
  const http = context.stream?.http;
  if (!headers || !http) return true;
  if (!fitsBuffer(context, name.length + value.length)) {
    if (replaces) headers.remove(name);
    return false;
  }
  if (context.direction === "request") {
    return (replaces ? setRequestHeader : addRequestHeader)(http.request, name, value);
  }
  if (replaces) headers.set(name, value);
  else headers.add(name, value);
  return true;
}

/** Which names, in lower case, a rule that removes headers means. */
export function nameTest(name: string, match: HeaderMatch): (name: string) => boolean {
  const wanted = lowerCase(name);
  switch (match) {
    case "str":
      return (found) => found === wanted;
    case "beg":
      return (found) => found.startsWith(wanted);
    case "end":
      return (found) => found.endsWith(wanted);
    case "sub":
      return (found) => found.includes(wanted);
    case "reg": {
      const matches = compileRegex(name);
      return (found) => matches(found) !== undefined;
    }
  }
}

/** The configuration has been checked: the expression compiles. */
export function compileRegex(pattern: string): (text: string) => Spans {
  const regex = RegularExpression.compile(pattern, false);
  return (text) => (typeof regex === "string" ? undefined : regex.spans(text));
}
