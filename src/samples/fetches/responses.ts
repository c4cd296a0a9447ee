/** Fetches of a response's first line, and of what was captured of both messages. */
import type { FetchContext } from "../views.ts";
import { booleanFetch, optionalText, integerFetch, named, plain, textFetch, type Fetch } from "./fetch.ts";
import { versionNumber } from "./request-line.ts";

const captured =
  (side: "request" | "response"): Fetch =>
  (args) => {
    const slot = Number(args[0]?.value ?? 0);
    return {
      one: ({ stream, session }) => {
        const declared = session?.frontend.config;
        const slots = side === "request" ? declared?.requestCaptures : declared?.responseCaptures;
        const found = side === "request" ? stream?.requestCaptures : stream?.responseCaptures;
        return slot < (slots?.length ?? 0) ? optionalText(found?.[slot]) : undefined;
      },
    };
  };

const fullVersion = (version: string | undefined): string | undefined => {
  const number = version === undefined ? undefined : versionNumber(version);
  return number === undefined ? undefined : `HTTP/${number}`;
};

/** A status that is remembered, or that of the response where none is yet. */
const statusOr = (context: FetchContext, known: number | undefined): number | undefined =>
  known === -1 ? context.responseHead()?.status : known;

export const RESPONSE_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["status", integerFetch((context) => context.responseHead()?.status)],
  ["server_status", integerFetch((context) => statusOr(context, context.stream?.http?.serverStatus))],
  ["txn.status", integerFetch((context) => statusOr(context, context.stream?.http?.status))],
  ...named(
    "res.ver resp_ver",
    textFetch((context) => {
      const head = context.responseHead();
      return head && versionNumber(head.version);
    }),
  ),
  ["res.comp", booleanFetch(({ stream }) => stream?.http?.compression !== undefined)],
  ["res.comp_algo", textFetch(({ stream }) => stream?.http?.compression)],
  ["capture.req.hdr", captured("request")],
  ["capture.res.hdr", captured("response")],
  ["capture.req.method", textFetch(({ stream }) => stream?.http?.loggedLine?.method)],
  [
    "capture.req.uri",
    plain((context) => {
      const line = context.stream?.http?.loggedLine;
      return optionalText(line && context.pathAndQuery(line.uri));
    }),
  ],
  ["capture.req.ver", textFetch(({ stream }) => fullVersion(stream?.http?.request.version))],
  ["capture.res.ver", textFetch(({ stream }) => fullVersion(stream?.http?.response?.version))],
];
