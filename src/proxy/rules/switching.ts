import type { SwitchingRule } from "../../config/types.ts";
import type { Stream } from "../stream/stream.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { RuleContext } from "./outcome.ts";
import type { RuleHome } from "./rule-home.ts";

interface Switch {
  readonly applies: (context: RuleContext) => boolean | "missing";
  /** A name fixed in the configuration, or one made for each stream. */
  readonly backend: (context: RuleContext) => ProxyTraffic | undefined;
}

/** The `use_backend` lines of a frontend. */
export class SwitchingRules {
  readonly #switches: readonly Switch[];

  constructor(rules: readonly SwitchingRule[], home: RuleHome) {
    this.#switches = rules.map((rule) => compile(rule, home));
  }

  /**
   * The backend that the first rule in force names; undefined where none is,
   * and where a name made of samples is nobody's: then the default backend
   * takes the stream, without a look at the rules behind (process_switching_rules()).
   */
  backendFor(stream: Stream): ProxyTraffic | undefined {
    if (this.#switches.length === 0) return undefined;
    const { session } = stream;
    const context: RuleContext = { session, stream, direction: "request", final: true, mayWait: false };
    return this.#switches.find(({ applies }) => applies(context) === true)?.backend(context);
  }
}

function compile({ name, condition }: SwitchingRule, { environment, expressions }: RuleHome): Switch {
  const applies = expressions.condition(condition);
  if (typeof name === "string") {
    // Proxies do not exist yet while rules are prepared.
    let found: ProxyTraffic | undefined;
    return { applies, backend: () => (found ??= environment.proxy(name, "backend")) };
  }
  const format = expressions.format(name);
  return { applies, backend: (context) => environment.proxy(format(context), "backend") };
}
