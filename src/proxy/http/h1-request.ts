import { hasForbiddenCharacter, meansSameHost, reconcileConnectHost } from "./authority.ts";
import type { FieldFacts } from "./h1-fields.ts";
import { type Headers } from "./headers.ts";
import { withoutWord } from "./list-values.ts";
import { type Framing, isVersion11, type RequestHead } from "./message.ts";
import { isKnownMethod } from "./methods.ts";
import { hasAuthority, normalizeAbsoluteUri, splitUri } from "./uri.ts";

/** Why a request is refused, and with which status. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

export interface RequestRules {
  /** `option accept-unsafe-violations-in-http-request` */
  readonly acceptUnsafe: boolean;
  /** `accept-payload-with-any-method`: HTTP/1.0 GET, HEAD and DELETE may have a payload. */
  readonly acceptPayloadWithAnyMethod: boolean;
  /** `h1-do-not-close-on-insecure-transfer-encoding` */
  readonly keepInsecureTransferEncoding: boolean;
  /** How large the request may be as HAProxy stores it. */
  readonly maxStored: number;
}

const versionForm = /^HTTP\/\d\.\d$/;

/**
 * Judges a request whose fields have all been taken (the end of
 * h1_headers_to_hdr_list(), then h1_parse_msg_hdrs() and h1_handle_headers()), and
 * makes of its head what HAProxy goes on with. `facts` become final.
 */
export function judgeRequest(head: RequestHead, facts: FieldFacts, rules: RequestRules): Framing | Refusal {
  const flaw = targetFlaw(head, facts, rules) ?? framingFlaw(facts) ?? versionFlaw(head, rules);
  if (flaw !== undefined) return { status: 400, reason: flaw };
  const { headers } = head;
  const is11 = isVersion11(head.version);
  if (facts.transferEncoding) {
    // The length is not believed, and may be believed by somebody else: nothing may follow on the connection.
    const isAmbiguous = facts.contentLength !== undefined;
    if (isAmbiguous) headers.remove("content-length");
    if ((isAmbiguous && !rules.keepInsecureTransferEncoding) || (!isAmbiguous && !is11)) facts.close = true;
  }
  if (storedSize(head) > rules.maxStored) return { status: 431, reason: "headers too large" };
  const framing = framingOf(head.method, facts);
  reconcileUpgrade(headers, facts);
  if (hasAuthority(head.uri) && head.method !== "CONNECT") normalizeAbsoluteUri(head);
  if (hasUnexpectedPayload(head.method, is11, framing) && !rules.acceptPayloadWithAnyMethod) {
    return { status: 413, reason: "payload with HTTP/1.0 and this method" };
  }
  if (facts.otherCoding) return { status: 422, reason: "unknown transfer-encoding" };
  if (facts.upgradeWord && facts.websocket && !rules.acceptUnsafe && !hasWebsocketKey(headers)) {
    return { status: 400, reason: "no websocket key" };
  }
  // The method of HTTP/2's preface belongs to it alone.
  if (head.method.toUpperCase() === "PRI") return { status: 400, reason: "method" };
  return framing;
}

function targetFlaw(
  { method, uri, headers }: RequestHead,
  facts: FieldFacts,
  { acceptUnsafe }: RequestRules,
): string | undefined {
  const { form, scheme, authority = "" } = splitUri(uri);
  const host = facts.host === -1 ? undefined : headers.value(facts.host);
  switch (form) {
    case "empty":
      return "request target";
    case "asterisk":
      return uri === "*" && (method === "OPTIONS" || !isKnownMethod(method)) ? undefined : "request target";
    case "path":
      return method === "CONNECT" ? "request target" : undefined;
    case "authority": {
      if (method !== "CONNECT") return "request target";
      if (hasForbiddenCharacter(authority) && !acceptUnsafe) return "authority";
      const reconciled = reconcileConnectHost(authority, host);
      if (reconciled === false) return acceptUnsafe ? undefined : "authority and host";
      if (reconciled !== undefined) headers.replaceAt(facts.host, reconciled);
      return undefined;
    }
    case "absolute":
      if (hasForbiddenCharacter(authority) && !acceptUnsafe) return "authority";
      if (method === "CONNECT") return "request target";
      if (host === undefined || acceptUnsafe || scheme === undefined) return undefined;
      return meansSameHost(scheme, authority, host) ? undefined : "authority and host";
  }
}

function framingFlaw(facts: FieldFacts): string | undefined {
  return facts.transferEncoding && !facts.chunked ? "transfer-encoding" : undefined;
}

/** HTTP/0.9 is taken for a GET, when violations are: the head then says 1.0. */
function versionFlaw(head: RequestHead, { acceptUnsafe }: RequestRules): string | undefined {
  if (versionForm.test(head.version)) return undefined;
  if (!acceptUnsafe) return "version";
  if (head.version !== "") return undefined;
  if (head.method !== "GET") return "version";
  head.version = "HTTP/1.0";
  return undefined;
}

function framingOf(method: string, facts: FieldFacts): Framing {
  if (method === "CONNECT") return { kind: "none" };
  if (facts.chunked) return { kind: "chunked" };
  if (facts.contentLength !== undefined) return { kind: "length", length: Number(facts.contentLength) };
  return { kind: "none" };
}

function hasUnexpectedPayload(method: string, is11: boolean, framing: Framing): boolean {
  if (is11 || (method !== "GET" && method !== "HEAD" && method !== "DELETE")) return false;
  return framing.kind === "chunked" || (framing.kind === "length" && framing.length > 0);
}

/** An upgrade takes the word in `connection` and the header: either alone is taken out. */
export function reconcileUpgrade(headers: Headers, facts: FieldFacts): void {
  if (facts.upgradeWord === facts.upgradeHeader) return;
  if (facts.upgradeHeader) {
    headers.remove("upgrade");
  } else {
    for (let i = headers.length - 1; i >= 0; i--) {
      if (headers.name(i) !== "connection") continue;
      const kept = withoutWord(headers.value(i), "upgrade");
      if (kept === "") headers.removeAt(i);
      else headers.replaceAt(i, kept);
    }
  }
  facts.upgradeWord = facts.upgradeHeader = false;
}

function hasWebsocketKey(headers: Headers): boolean {
  return headers.all("sec-websocket-key").some((key) => key.length === 24);
}

/**
 * The bytes a head takes in HAProxy's buffers (h1_eval_htx_size): with a block
 * of 8 bytes for the start line, each header and the end, 20 bytes of the
 * start line's own, and 1 of the end's.
 */
export function storedSize({ method, uri, version, headers }: RequestHead): number {
  return startLineSize(method, uri, version) + storedFieldsSize(headers);
}

export function startLineSize(one: string, two: string, three: string): number {
  return 8 + 20 + one.length + two.length + three.length;
}

/** The same for fields only, as for trailers. */
export function storedFieldsSize(headers: Headers): number {
  let size = 9;
  for (let i = 0; i < headers.length; i++) size += 8 + headers.name(i).length + headers.value(i).length;
  return size;
}
