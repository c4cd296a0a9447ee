import type { HeaderCapture } from "../../config/types.ts";
import { cookiesOf } from "../http/cookies.ts";
import type { Headers } from "../http/headers.ts";
import type { Stream } from "../stream/stream.ts";

/**
 * `capture cookie`: the first cookie whose name and value start with the text
 * that was declared, cut to its length. On the way, blanks around the cookies'
 * equals signs go, as HAProxy takes them out wherever it looks at cookies
 * (http_manage_client_side_cookies()).
 */
function captureCookie(
  headers: Headers,
  header: "cookie" | "set-cookie",
  { name = "", length }: HeaderCapture,
): string | undefined {
  let captured: string | undefined;
  for (let i = 0; i < headers.length; i++) {
    if (headers.name(i) !== header) continue;
    const line = headers.value(i);
    let kept = "";
    let at = 0;
    for (const cookie of cookiesOf(line, header === "cookie")) {
      const text = `${cookie.name}=${cookie.value}`;
      if (text.startsWith(name)) captured ??= text.slice(0, length);
      kept += line.slice(at, cookie.nameStart) + text;
      at = cookie.valueEnd;
    }
    if (at > 0) headers.replaceAt(i, kept + line.slice(at));
  }
  return captured;
}

/** Keeps the client's cookie for the logs. */
export function captureClientCookie({ http, frontend }: Stream): void {
  const declared = frontend.config.captureCookie;
  if (!http || !declared) return;
  const captured = captureCookie(http.request.headers, "cookie", declared);
  http.clientCookie ??= captured;
}

/** Keeps the server's cookie for the logs. */
export function captureServerCookie({ http, frontend }: Stream): void {
  const declared = frontend.config.captureCookie;
  if (!http?.response || !declared) return;
  const captured = captureCookie(http.response.headers, "set-cookie", declared);
  http.serverCookie ??= captured;
}
