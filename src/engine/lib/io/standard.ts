import { isatty } from "node:tty";
import { Stream } from "./stream.ts";

/** The process's own streams, shared by all Lua states as C's are. */
export const stdin = new Stream(0, { read: true, write: false, append: false }, { shared: true });
export const stdout = new Stream(
  1,
  { read: false, write: true, append: false },
  { shared: true, buffering: isatty(1) ? "line" : "full" },
);
export const stderr = new Stream(
  2,
  { read: false, write: true, append: false },
  { shared: true, buffering: "no" },
);

let flushing = false;

/**
 * Writes to standard output. What is left in the buffer goes out when the
 * program next returns to its event loop, or at the latest when it ends.
 */
export function writeOut(text: string): boolean {
  if (!flushing) {
    flushing = true;
    setImmediate(() => {
      flushing = false;
      stdout.flush();
    }).unref();
  }
  return stdout.write(text);
}
