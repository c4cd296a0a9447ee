import { breakDown } from "./broken-time.ts";
import { formatTime } from "./strftime.ts";

/**
 * Writes moments, given in ms since the epoch, in a format of strftime, and
 * remembers what was written for the last second: logs ask for one again and again.
 */
export function remembered(format: string, where: "here" | "Greenwich"): (ms: number) => string {
  let second = NaN;
  let written = "";
  return (ms) => {
    const asked = Math.floor(ms / 1000);
    if (asked !== second) [second, written] = [asked, formatTime(format, breakDown(asked, where))];
    return written;
  };
}
