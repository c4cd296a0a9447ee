import { hasForbiddenCharacter } from "./authority.ts";
import { readContentLength } from "./content-length.ts";
import type { Headers } from "./headers.ts";
import { keepWords, valueEnd } from "./list-values.ts";
import { equalsIgnoringCase, isBlank, isToken, lowerCase } from "./text.ts";

/** What a block of fields says about the framing and the connection of its message. */
export interface FieldFacts {
  /** There is a `transfer-encoding` header. */
  transferEncoding: boolean;
  /** Its last coding is `chunked`. */
  chunked: boolean;
  /** It holds `chunked` anywhere. */
  hasChunked: boolean;
  /** It holds another coding. */
  otherCoding: boolean;
  /** Decimal digits, without leading zeros. */
  contentLength: string | undefined;
  close: boolean;
  keepAlive: boolean;
  /** `connection` holds `upgrade`. */
  upgradeWord: boolean;
  /** There is an `upgrade` header with something in it. */
  upgradeHeader: boolean;
  websocket: boolean;
  /** The `host` header's line; -1 when there is none. */
  host: number;
}

export function noFacts(): FieldFacts {
  return {
    transferEncoding: false,
    chunked: false,
    hasChunked: false,
    otherCoding: false,
    contentLength: undefined,
    close: false,
    keepAlive: false,
    upgradeWord: false,
    upgradeHeader: false,
    websocket: false,
    host: -1,
  };
}

/** What the fields belong to: it decides which of them mean something. */
export type FieldBlock = "request" | "response" | "trailers";

export interface FieldRules {
  readonly block: FieldBlock;
  /** `accept-unsafe-violations-in-http-request` or `-response` */
  readonly acceptUnsafe: boolean;
}

/** A reason not to take a field. */
export type FieldFault = "content-length" | "transfer-encoding" | "host";

/**
 * Takes one field into `headers`, unless HAProxy drops it: repetitions of
 * `content-length` and `host`, emptied `connection` and `upgrade` headers, names with
 * bytes that do not belong there. Gives what is wrong with it, if anything is.
 */
export function takeField(
  headers: Headers,
  facts: FieldFacts,
  name: string,
  value: string,
  { block, acceptUnsafe }: FieldRules,
): FieldFault | undefined {
  if (acceptUnsafe && !isToken(name)) return undefined;
  const lower = lowerCase(name);
  let kept: string | undefined = value;
  switch (lower) {
    case "transfer-encoding": {
      const verdict = readTransferEncoding(facts, value, block !== "response");
      // A response's violation may be let through, a contradiction may not.
      if (
        verdict === "contradiction" ||
        (verdict === "violation" && (block !== "response" || !acceptUnsafe))
      ) {
        return "transfer-encoding";
      }
      break;
    }
    case "content-length": {
      const length = readContentLength(value, facts.contentLength);
      if (length === undefined) return "content-length";
      kept = facts.contentLength === undefined ? length : undefined;
      facts.contentLength = length;
      break;
    }
    case "connection":
      kept = readConnection(facts, value, block !== "trailers");
      break;
    case "upgrade":
      kept = readUpgrade(facts, value);
      break;
    case "host":
      if (block === "response") break;
      if (facts.host !== -1) {
        if (!equalsIgnoringCase(value, headers.value(facts.host))) return "host";
        kept = undefined;
      } else if (hasForbiddenCharacter(value)) {
        return "host";
      } else {
        facts.host = headers.length;
      }
      break;
    default:
  }
  if (kept !== undefined) headers.append(lower, kept);
  return undefined;
}

/** "contradiction": something comes behind `chunked`, of a request; "violation": empty words, or `chunked` twice. */
function readTransferEncoding(
  facts: FieldFacts,
  value: string,
  ofRequest: boolean,
): "fine" | "violation" | "contradiction" {
  if (value === "") return "violation";
  facts.transferEncoding = true;
  let verdict: "fine" | "violation" = "fine";
  let at = 0;
  while (at < value.length) {
    while (at < value.length && isBlank(value, at)) at++;
    if (at >= value.length) break;
    const next = valueEnd(value, at);
    let end = next;
    while (end > at && isBlank(value, end - 1)) end--;
    const coding = lowerCase(value.slice(at, end));
    facts.chunked = false;
    if (coding === "" || next + 1 === value.length) verdict = "violation";
    if (coding === "chunked") {
      if (facts.hasChunked) verdict = "violation";
      facts.hasChunked = true;
      facts.chunked = true;
    } else if (coding !== "") {
      if (ofRequest && facts.hasChunked) return "contradiction";
      facts.otherCoding = true;
    }
    at = next + 1;
  }
  return verdict;
}

/** The header without `close` and `keep-alive`; undefined when nothing is left. In trailers it only has to hold something. */
export function readConnection(facts: FieldFacts, value: string, clean: boolean): string | undefined {
  const kept = keepWords(value, (word) => {
    switch (word.toLowerCase()) {
      case "keep-alive":
        facts.keepAlive = true;
        return clean;
      case "close":
        facts.close = true;
        return clean;
      case "upgrade":
        facts.upgradeWord = true;
        return false;
      default:
        return false;
    }
  });
  if (!clean) return value === "" ? undefined : value;
  return kept === "" ? undefined : kept;
}

/** The header without HTTP/2, which cannot be reached that way; undefined when nothing is left. */
export function readUpgrade(facts: FieldFacts, value: string): string | undefined {
  const kept = keepWords(value, (word) => {
    const protocol = word.toLowerCase();
    if (protocol === "websocket") facts.websocket = true;
    return protocol === "h2c" || protocol === "h2";
  });
  if (kept === "") return undefined;
  facts.upgradeHeader = true;
  return kept;
}
