import { LuaError } from "../lua/index.ts";
import type { HttpFailure, HttpResponse, HttpResult } from "../runtime/index.ts";

/**
 * What a script gets instead of an answer: status 0 with the page that HAProxy
 * would have shown its own client (http.c), recorded from 3.5-dev5. A name
 * without address gives no page.
 */
const pages: Record<
  Exclude<HttpFailure, "unsendable" | "no address">,
  [reason: string, title: string, text: string]
> = {
  "no connection": [
    "Service Unavailable",
    "503 Service Unavailable",
    "No server is available to handle this request.",
  ],
  "bad answer": ["Bad Gateway", "502 Bad Gateway", "The server returned an invalid or incomplete response."],
  timeout: ["Gateway Time-out", "504 Gateway Time-out", "The server didn't respond in time."],
};

/** Raises an error where the fault is the script's: its request cannot be sent. */
export function failurePage(result: Extract<HttpResult, { kind: "failure" }>): HttpResponse {
  const { failure, message } = result;
  if (failure === "unsendable") throw new LuaError(`Can't generate the HTTP request: ${message}`);
  if (failure === "no address") {
    return { status: 0, reason: "Service Unavailable", headers: [["content-length", "0"]], body: "" };
  }
  const [reason, title, text] = pages[failure];
  const body = `<html><body><h1>${title}</h1>\n${text}\n</body></html>\n`;
  return {
    status: 0,
    reason,
    headers: [
      ["content-length", String(body.length)],
      ["cache-control", "no-cache"],
      ["content-type", "text/html"],
    ],
    body,
  };
}
