import type { HeaderCapture } from "../../config/types.ts";
import { cookiesOf } from "../http/cookies.ts";
import type { Headers } from "../http/headers.ts";
import type { Stream } from "../stream/stream.ts";

/** `capture cookie`: the first cookie whose name and value start with the text that was declared, cut to its length. */
function capturedCookie(
  headers: Headers,
  header: "cookie" | "set-cookie",
  { name = "", length }: HeaderCapture,
): string | undefined {
  for (const line of headers.all(header)) {
    for (const cookie of cookiesOf(line, header === "cookie")) {
      const text = `${cookie.name}=${cookie.value}`;
      if (text.startsWith(name)) return text.slice(0, length);
    }
  }
  return undefined;
}

/** Keeps the client's cookie for the logs. */
export function captureClientCookie({ http, frontend }: Stream): void {
  const declared = frontend.config.captureCookie;
  if (!http || !declared) return;
  http.clientCookie ??= capturedCookie(http.request.headers, "cookie", declared);
}

/** Keeps the server's cookie for the logs. */
export function captureServerCookie({ http, frontend }: Stream): void {
  const declared = frontend.config.captureCookie;
  if (!http?.response || !declared) return;
  http.serverCookie ??= capturedCookie(http.response.headers, "set-cookie", declared);
}
