import { formatAddress } from "../../../samples/patterns/index.ts";
import type { ConnectionAddress } from "../../stream/session.ts";
import type { RuleContext } from "../outcome.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** `set-src` and its kin: what follows sees another address (tcp_act.c). Rules of connections and sessions set the connection's, the others that of the stream. */
export const addressActions: Compilers<"set-src" | "set-src-port" | "set-dst" | "set-dst-port"> = {
  "set-src": (action, place) => setHost(action, place, "source"),
  "set-dst": (action, place) => setHost(action, place, "destination"),
  "set-src-port": (action, place) => setPort(action, place, "source"),
  "set-dst-port": (action, place) => setPort(action, place, "destination"),
};

type End = "source" | "destination";

function setHost(action: ActionOf<"set-src" | "set-dst">, place: ActionPlace, end: End): RunAction {
  const evaluate = place.value(action.value, "addr");
  return (context) => {
    const sample = evaluate(context);
    if (sample?.type !== "ipv4" && sample?.type !== "ipv6") return "continue";
    const before = holderOf(context)[end];
    const family = sample.value.family;
    const port = before.family === "unix" ? 0 : before.port;
    put(context, place, end, { family, host: formatAddress(sample.value), port });
    return "continue";
  };
}

function setPort(action: ActionOf<"set-src-port" | "set-dst-port">, place: ActionPlace, end: End): RunAction {
  const port = place.integer(action.value);
  return (context) => {
    const given = port(context);
    if (given === undefined) return "continue";
    const before = holderOf(context)[end];
    const host: ConnectionAddress =
      before.family === "unix" ? { family: 4, host: "0.0.0.0", port: 0 } : before;
    // Ports are 16 bits wide, and wrap.
    put(context, place, end, { ...host, port: Number(BigInt.asUintN(16, BigInt(given))) });
    return "continue";
  };
}

function holderOf({ stream, session }: RuleContext): Record<End, ConnectionAddress> {
  return stream ?? session;
}

/** Rules of connections change what the socket's own address is taken for, which the session's is then, too. */
function put(context: RuleContext, { ruleset }: ActionPlace, end: End, address: ConnectionAddress): void {
  holderOf(context)[end] = address;
  if (ruleset === "tcp-request connection") context.session[end === "source" ? "peer" : "local"] = address;
}
