/**
 * Which recordings halua is held to. Areas come in as halua grows; a case of
 * such an area that is left out stands here with its reason.
 */

/** The areas that halua has. A case's area is the first word of its name. */
export const areas: ReadonlySet<string> = new Set([
  "check",
  "core",
  "init",
  "lang",
  "libs",
  "log",
  "task",
  "timeout",
]);

const traffic = "needs traffic, which halua does not carry yet";
const fetches = "its configuration uses HAProxy's own fetches, which halua does not have yet";

/** Cases of those areas that are not run, and why. */
export const skipped: Readonly<Record<string, string>> = {
  "check-unknown-names": fetches,
  "check-valid": fetches,
  "core-concurrent-requests": traffic,
  "core-done": traffic,
  "core-get-var": traffic,
  "core-large-data": traffic,
  "init-with-maps": fetches,
  "lang-numbers-in-haproxy": traffic,
  "libs-none": traffic,
  "log-txn-loggers": traffic,
  "task-per-request": traffic,
  "task-shared-with-service": traffic,
  "timeout-burst-plain-loop": traffic,
  "timeout-service": traffic,
  "timeout-session": traffic,
};
