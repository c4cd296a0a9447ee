import { countClientEvent, countEvent } from "../events.ts";
import type { Compilers } from "./place.ts";

/** What lets a connection or message pass, or ends it without an answer. */
export const verdictActions: Compilers<
  "allow" | "accept" | "reject" | "close" | "silent-drop" | "expect-proxy" | "switch-mode"
> = {
  allow: () => () => "stop",
  accept: () => () => "stop",
  reject: () => () => "reject",
  close: () => () => "close",
  // Counted as a denied request wherever it stands (tcp_exec_action_silent_drop()).
  "silent-drop": () => (context) => {
    if (context.stream) {
      countEvent("dreq", context);
      context.stream.endsBecause("P", "R");
    } else countClientEvent("dreq", context);
    return "silent-drop";
  },
  "expect-proxy": () => (context) => {
    context.session.expectsProxy = true;
    return "continue";
  },
  // Streams of HTTP are there already.
  "switch-mode":
    ({ proto }) =>
    ({ session, stream }) => {
      if (!stream || stream.http) return "stop";
      // `proto none` keeps a bind's connections in TCP.
      if (session.bind.proto === "none") return "error";
      stream.httpUpgrade = { proto };
      return "stop";
    },
};
