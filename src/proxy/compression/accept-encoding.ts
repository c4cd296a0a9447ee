import type { CompressionAlgorithm } from "../../config/types.ts";
import type { Headers } from "../http/headers.ts";
import { equalsIgnoringCase, isBlank, tokenBytes } from "../http/text.ts";

/** What HTTP calls an algorithm. */
export function contentCoding(algorithm: CompressionAlgorithm): string {
  return algorithm === "raw-deflate" ? "deflate" : algorithm;
}

/** How the response to a request is to be compressed. */
interface Choice {
  readonly algorithm: CompressionAlgorithm;
  /** The client has asked for it. */
  readonly asked: boolean;
}

/**
 * The algorithm that the client of a request likes best, of those that are
 * offered; undefined where it takes none of them, or is known to lie
 * (select_compression_request_header() in flt_http_comp.c).
 */
export function acceptedAlgorithm(
  headers: Headers,
  offered: readonly CompressionAlgorithm[],
): Choice | undefined {
  if (isUnableBrowser(headers.get("user-agent") ?? "")) return undefined;
  let best: CompressionAlgorithm | undefined;
  let bestQuality = 0;
  for (const { value } of headers.values("accept-encoding")) {
    const token = value.slice(0, tokenEnd(value));
    const quality = qualityOf(value, token.length);
    if (quality <= bestQuality) continue;
    const wanted = value.startsWith("*")
      ? offered[0]
      : offered.find((each) => equalsIgnoringCase(contentCoding(each), token));
    if (wanted === undefined) continue;
    best = wanted;
    bestQuality = quality;
  }
  if (best !== undefined) return { algorithm: best, asked: true };
  // This one needs nobody's consent.
  return offered.includes("identity") ? { algorithm: "identity", asked: false } : undefined;
}

/** Browsers called Mozilla/4 cannot be trusted with compression, but for Internet Explorer from 6 with SP2 on. */
function isUnableBrowser(agent: string): boolean {
  if (!agent.startsWith("Mozilla/4")) return false;
  const version = agent.slice(25).startsWith("MSIE ") ? agent.charAt(30) : "";
  if (version === "" || version < "6") return true;
  return version === "6" && !agent.slice(51).startsWith("SV1");
}

function tokenEnd(value: string): number {
  let end = 0;
  while (end < value.length && tokenBytes[value.charCodeAt(end)] === 1) end++;
  return end;
}

/** The first `q` behind the token, in thousandths; 1000 where there is none. */
function qualityOf(value: string, from: number): number {
  let at = skipBlanks(value, from);
  while (value[at] === ";") {
    at = skipBlanks(value, at + 1);
    if (value.startsWith("q=", at)) return thousandths(value.slice(at + 2));
    const next = value.indexOf(";", at);
    at = next < 0 ? value.length : next;
  }
  return 1000;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text, at)) at++;
  return at;
}

/** As http_parse_qvalue() reads it: up to three decimals. */
function thousandths(text: string): number {
  const match = /^([0-9])(?:\.([0-9]{0,3}))?/.exec(text);
  if (!match) return 1000;
  const [, whole = "", decimals = ""] = match;
  return Math.min(1000, Number(whole) * 1000 + Number(decimals.padEnd(3, "0")));
}
