import { defaultParserSettings, H1Parser } from "../../../../src/proxy/http/h1-parser.ts";
import type { RequestHead } from "../../../../src/proxy/http/message.ts";
import {
  addRequestHeader,
  setPath,
  setPathAndQuery,
  setQuery,
  setRequestHeader,
  setUri,
  splitUri,
} from "../../../../src/proxy/http/uri.ts";
import type { Oracle } from "./oracle.ts";
import { linesOf } from "./verdict.ts";

type Change = (head: RequestHead, argument: string) => boolean;

/** A change that cannot fail. */
function always(change: (head: RequestHead, argument: string) => void): Change {
  return (head, argument) => {
    change(head, argument);
    return true;
  };
}

/** What rules do to a request's target and headers; each takes an argument. */
const actions: Record<string, { readonly rule: string; readonly change: Change }> = {
  path: { rule: "set-path", change: always(setPath) },
  pathq: { rule: "set-pathq", change: always(setPathAndQuery) },
  // The rule's argument may be with a question mark; ours is without.
  query: { rule: "set-query", change: always(setQuery) },
  uri: { rule: "set-uri", change: setUri },
  host: { rule: "set-header host", change: (head, argument) => setRequestHeader(head, "Host", argument) },
  "add-host": {
    rule: "add-header host",
    change: (head, argument) => addRequestHeader(head, "host", argument),
  },
  header: { rule: "set-header x", change: (head, argument) => setRequestHeader(head, "x", argument) },
  "add-header": { rule: "add-header X", change: (head, argument) => addRequestHeader(head, "X", argument) },
};

/** For a frontend: does what the header `do` says, with the header `with`. */
export const targetRules = Object.entries(actions)
  .map(([name, { rule }]) => `    http-request ${rule} %[req.hdr(with)] if { req.hdr(do) -m str ${name} }`)
  .join("\n");

export interface TargetCase {
  readonly action: string;
  readonly argument: string;
  /** The request line's method and target. */
  readonly line: string;
}

const plain = ["/", "/a?b", "/a?", "http://h/p?q", "http://h?q", "http://u@h:81/p", "http://h"].map(
  (target) => `GET ${target}`,
);
const lines = [...plain, "OPTIONS *", "CONNECT h:81"];

const all = (action: string, args: readonly string[], of: readonly string[]): TargetCase[] =>
  of.flatMap((line) => args.map((argument) => ({ action, argument, line })));

export const targetCases: readonly TargetCase[] = [
  ...all("path", ["/n", "n", "/n?m", ""], lines),
  ...all("pathq", ["/n", "n", "/n?m", ""], lines),
  ...all("query", ["n", "", "n?m"], plain),
  ...all("uri", ["/n", "http://n/m", "http://n:81", "*", "n", "http://u@n:80/", "", "http:///x"], plain),
  ...all("uri", ["n:90"], ["CONNECT h:81"]),
  ...all("host", ["new"], [...plain, "OPTIONS *"]),
  ...all("add-host", ["new"], [...plain, "OPTIONS *"]),
  ...all("header", ["v"], ["GET /"]),
  ...all("add-header", ["v"], ["GET /"]),
];

function requestOf({ action, argument, line }: TargetCase): Buffer {
  const [method = "", target = ""] = line.split(" ");
  const host = splitUri(target).authority ?? "h";
  const headers = `x: 1\r\ndo: ${action}\r\nX: 2\r\nwith: ${argument}\r\n`;
  return Buffer.from(`${method} ${target} HTTP/1.1\r\nhost: ${host}\r\n${headers}\r\n`, "latin1");
}

/** The request as it is then: target and header lines; undefined when the rule fails. */
export type Changed = { readonly uri: string; readonly headers: string } | null;

/** What we make of a case. */
export function changed(one: TargetCase): Changed {
  const parser = H1Parser.forRequests(defaultParserSettings);
  parser.push(requestOf(one));
  const event = parser.next();
  if (event.type !== "head") throw new Error(`${one.line} is no request`);
  const { head } = event;
  if (actions[one.action]?.change(head, one.argument) !== true) return null;
  return { uri: head.uri, headers: linesOf(head.headers) };
}

/** What HAProxy makes of it, with {@link targetRules}. */
export async function changedBy(oracle: Oracle, one: TargetCase): Promise<Changed> {
  const verdict = await oracle.ask(requestOf(one), undefined);
  if (verdict === "hang") throw new Error(`HAProxy hangs on ${JSON.stringify(one)}`);
  const request = verdict.accepted[0];
  return request ? { uri: request.uri, headers: request.headers } : null;
}
