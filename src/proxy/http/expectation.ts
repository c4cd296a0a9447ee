import { type Framing, isVersion11, type RequestHead } from "./message.ts";
import { equalsIgnoringCase } from "./text.ts";

/** What is sent to a client that waits with its payload until it is asked for it. */
export const continueResponse = "HTTP/1.1 100 Continue\r\n\r\n";

/**
 * Whether a request waits for {@link continueResponse} before it sends its
 * payload; its `expect` header is then taken out (http_handle_expect_hdr). HAProxy does
 * so where it wants the payload itself: for services, scripts and `wait-for-body`. Other
 * requests go to the server with their header.
 */
export function takeExpectation({ version, headers }: RequestHead, framing: Framing): boolean {
  if (!isVersion11(version) || (framing.kind !== "length" && framing.kind !== "chunked")) return false;
  for (const expectation of headers.values("expect")) {
    if (!equalsIgnoringCase(expectation.value, "100-continue")) return false;
    headers.removeValue(expectation);
    return true;
  }
  return false;
}
