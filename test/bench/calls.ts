import type { Stream } from "../../src/proxy/stream/stream.ts";
import { at, traffic, type Traffic } from "../api/support/fake-traffic.ts";
import type { Bench } from "./bench.ts";

/** What one call of a script by traffic costs this side, with nothing of a connection around it. */

const script = `
core.register_action("nothing", {"http-req"}, function(txn) end)
core.register_action("header", {"http-req"}, function(txn)
  txn:set_var("txn.v", 1)
  txn.http:req_set_header("x-a", "b")
end)
core.register_fetches("text", function(txn, a) return a end)
core.register_fetches("method", function(txn) return txn.f:method() end)
core.register_converters("text", function(value) return value end)
core.register_service("hello", "http", function(applet)
  applet:set_status(200)
  applet:add_header("content-length", "6")
  applet:add_header("content-type", "text/plain")
  applet:start_response()
  applet:send("hello\\n")
end)`;

const batch = 200;
const batches = 100;
const rounds = 7;

/** The least time of a call over some rounds; each call gets a stream of its own, as in traffic. */
function measure(one: (t: Traffic, stream: Stream) => unknown): number {
  const t = traffic(script);
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    let spent = 0n;
    for (let i = 0; i < batches; i++) {
      const streams = Array.from({ length: batch }, () => t.http());
      const begun = process.hrtime.bigint();
      for (const stream of streams) one(t, stream);
      spent += process.hrtime.bigint() - begun;
    }
    least = Math.min(least, Number(spent) / (batch * batches));
  }
  t.runtime.close();
  return least;
}

const argument = { name: "lua.text", args: [{ type: "string", text: "a", value: "a" }] } as const;

function action(name: string): (t: Traffic, stream: Stream) => unknown {
  return ({ scripts, runtime }, stream) => {
    const registered = runtime.registry.actions("http-req").get(name);
    return registered && scripts.action(registered, [], at(stream));
  };
}

const figures: readonly [name: string, one: (t: Traffic, stream: Stream) => unknown][] = [
  ["action that does nothing", action("nothing")],
  ["action that sets a variable and a header", action("header")],
  ["fetch that returns its argument", ({ scripts }, stream) => scripts.fetch(argument, at(stream))],
  [
    "fetch that calls a fetch",
    ({ scripts }, stream) => scripts.fetch({ name: "lua.method", args: [] }, at(stream)),
  ],
  [
    "converter that returns its input",
    ({ scripts }, stream) => scripts.converter(argument, { type: "str", value: "a" }, at(stream)),
  ],
  [
    "service that answers a few bytes",
    ({ scripts, runtime }, stream) => {
      const service = runtime.registry.services.get("hello");
      return service && scripts.httpService(service, stream, () => undefined);
    },
  ],
];

export const benches: Bench[] = figures.map(([name, one]) => ({
  name,
  run: () => ({ name, value: measure(one), unit: "ns" }),
}));
