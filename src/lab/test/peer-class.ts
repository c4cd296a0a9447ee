import { any, LuaClass, LuaError, method, nothing, optional, result, string } from "../../lua/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import type { Peer } from "./stub-network.ts";

/** The far end of a script's socket, for `host:stub_socket`. */
export const peerClass = new LuaClass<Runtime, Peer>("Peer", "The far end of a script's connection.", {
  receive: method("receive", {
    doc: "Waits for what the script sends.",
    args: [
      optional(
        any(
          "pattern",
          "as for socket:receive: '*l' (a line, the default), '*a' (all until it closes), or a number of bytes",
        ),
      ),
    ],
    returns: [result("string?", "without the end of a line; nil when the script has closed its side")],
    yields: true,
    since: "halua",
    body: async (_execution, peer, pattern) => peer.receive(wanted(pattern)),
  }),
  send: method("send", {
    doc: "Sends a text to the script.",
    args: [string("text", "")],
    since: "halua",
    body: (_execution, peer, text) => {
      peer.send(text);
      return nothing;
    },
  }),
  close: method("close", {
    doc: "Ends the connection; so does the end of the stub's function.",
    since: "halua",
    body: (_execution, peer) => {
      peer.close();
      return nothing;
    },
  }),
});

function wanted(pattern: unknown): "line" | "all" | number {
  if (pattern === undefined || pattern === "*l") return "line";
  if (pattern === "*a") return "all";
  if (typeof pattern === "number") return pattern;
  throw new LuaError("peer:receive takes '*l', '*a' or a number of bytes");
}
