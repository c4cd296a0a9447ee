import type { FieldFacts } from "./h1-fields.ts";
import { startLineSize, storedFieldsSize } from "./h1-request.ts";
import { type Framing, isVersion11, opensTunnel, type ResponseHead } from "./message.ts";

export interface ResponseRules {
  /** `option accept-unsafe-violations-in-http-response` */
  readonly acceptUnsafe: boolean;
  readonly keepInsecureTransferEncoding: boolean;
  readonly maxStored: number;
}

const versionForm = /^HTTP\/\d\.\d$/;

/**
 * Judges a response to `method` whose fields have all been taken
 * (h1_postparse_res_hdrs() and h1_handle_headers()). Gives its framing, or what is
 * wrong with it.
 */
export function judgeResponse(
  head: ResponseHead,
  facts: FieldFacts,
  method: string,
  rules: ResponseRules,
): Framing | string {
  const { headers, status } = head;
  if (!rules.acceptUnsafe && !versionForm.test(head.version)) return "version";
  if (facts.transferEncoding) {
    const isAmbiguous = facts.contentLength !== undefined;
    if (isAmbiguous) headers.remove("content-length");
    if (
      (isAmbiguous && !rules.keepInsecureTransferEncoding) ||
      (!isAmbiguous && !isVersion11(head.version))
    ) {
      facts.close = true;
    }
  }
  const size = startLineSize(head.version, String(status), head.reason) + storedFieldsSize(headers);
  if (size > rules.maxStored) return "headers too large";
  const isTunnel = opensTunnel(method, status);
  const isEmpty = isTunnel || (status >= 100 && status < 200) || status === 204;
  if (isEmpty) headers.removeIf((name) => name === "transfer-encoding" || name === "content-length");
  if (status !== 101) facts.upgradeWord = facts.websocket = false;
  if (facts.otherCoding) return "unknown transfer-encoding";
  if (facts.upgradeWord && facts.websocket && !rules.acceptUnsafe && !headers.has("sec-websocket-accept")) {
    return "no websocket key";
  }
  if (isTunnel) return { kind: "tunnel" };
  // What a transfer-encoding that is taken out has said of an old connection stays true.
  if (isEmpty) return facts.transferEncoding ? { kind: "none", announced: "chunked" } : { kind: "none" };
  return framingOf(facts, method === "HEAD" || status === 304);
}

function framingOf(facts: FieldFacts, isBodyless: boolean): Framing {
  const length = facts.transferEncoding ? undefined : facts.contentLength;
  if (isBodyless) {
    if (facts.chunked) return { kind: "none", announced: "chunked" };
    return length === undefined ? { kind: "none" } : { kind: "none", announced: "length" };
  }
  if (facts.chunked) return { kind: "chunked" };
  return length === undefined ? { kind: "close" } : { kind: "length", length: Number(length) };
}
