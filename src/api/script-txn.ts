import type { Outcome, RuleContext } from "../proxy/rules/outcome.ts";
import type { ProxyTraffic } from "../proxy/traffic.ts";
import type { Session } from "../proxy/stream/session.ts";
import type { Stream } from "../proxy/stream/stream.ts";
import type { PreparedSamples } from "./prepared-samples.ts";
import { ScriptChannel, type Window } from "./script-channel.ts";

/** What kind of function works there. It decides what `txn:done` does and what fetches may look at. */
export type PlaceKind = "action" | "sample" | "filter" | "service";

/**
 * Where a function of a script works: what its TXN, Fetches, Converters and
 * HTTP objects stand for (struct hlua_txn).
 */
export class ScriptTxn implements RuleContext {
  readonly stream: Stream;
  readonly direction: "request" | "response";
  readonly kind: PlaceKind;
  readonly samples: PreparedSamples;
  /** More data may come, as far as fetches are concerned. */
  readonly final = false;
  readonly mayWait = false;
  /** What `txn:done` has decided; it holds whatever the function then returns. */
  decision: Outcome | undefined;
  readonly #window: Window | undefined;
  readonly #home: ProxyTraffic["config"] | undefined;

  /** `window`: what a filter is shown of the channel of that direction; `home`: whose rule an action is. */
  constructor(
    stream: Stream,
    direction: "request" | "response",
    kind: PlaceKind,
    samples: PreparedSamples,
    window?: Window,
    home?: ProxyTraffic["config"],
  ) {
    this.stream = stream;
    this.direction = direction;
    this.kind = kind;
    this.samples = samples;
    this.#window = window;
    this.#home = home;
  }

  get session(): Session {
    return this.stream.session;
  }

  get proxy(): ProxyTraffic {
    return this.stream.backend;
  }

  /** The proxy that fetches mean where they are given none. */
  get home(): ProxyTraffic["config"] {
    return this.#home ?? this.proxy.config;
  }

  get request(): ScriptChannel {
    return new ScriptChannel(this.stream.request, this.stream, this.#windowOf("request"));
  }

  get response(): ScriptChannel {
    return new ScriptChannel(this.stream.response, this.stream, this.#windowOf("response"));
  }

  #windowOf(direction: "request" | "response"): Window | undefined {
    return this.direction === direction ? this.#window : undefined;
  }
}
