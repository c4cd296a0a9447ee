/**
 * Which recordings halua is held to. Areas come in as halua grows; a case of
 * such an area that is left out stands here with its reason.
 */

/** The areas that halua has. A case's area is the first word of its name. */
export const areas: ReadonlySet<string> = new Set([
  ...["check", "cli", "config", "context", "core", "event", "httpclient", "idiom", "init", "lang", "libs"],
  ...["log", "map", "patref", "proxy", "server", "signal", "socket", "stktable", "task", "timeout"],
]);

/** Cases of those areas that are not run, and why. */
export const skipped: Readonly<Record<string, string>> = {
  "check-unknown-names":
    "starts dozens of programs, for which a busy machine takes longer than the runner waits",
  "cli-basic": "commands have no stream of their own: no samples, no variables in them",
  "event-server": "wants three events handled within 10 ms, which a busy machine does not do every time",
};
