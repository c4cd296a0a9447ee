import type { HeaderCapture } from "../../config/types.ts";
import type { Headers } from "../http/headers.ts";
import { lowerCase } from "../http/text.ts";

/**
 * Keeps headers for the logs, cut to the lengths of their slots; of several of
 * one name the last (http_capture_headers()).
 */
export function captureHeaders(
  headers: Headers,
  declared: readonly HeaderCapture[],
  slots: (string | undefined)[],
): void {
  for (const [slot, { name, length }] of declared.entries()) {
    const value = name === undefined ? undefined : headers.last(lowerCase(name));
    if (value !== undefined) slots[slot] = value.slice(0, length);
  }
}
