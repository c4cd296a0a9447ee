import type { ProxyConfig, SwitchingRule } from "../../../config/types.ts";
import type { Expressions } from "../../expressions/expressions.ts";
import type { RuleContext } from "../../rules/outcome.ts";
import type { Stream } from "../../stream/stream.ts";
import { requestPlace } from "../request-place.ts";
import type { ServerPlacement } from "../server-placement.ts";
import type { ServerTraffic } from "../server-traffic.ts";
import { CookiePersistence, type CookieBackend, type CookieMemory } from "./cookie-persistence.ts";
import { StickRules, type StickBackend, type ToStore } from "./stick-rules.ts";

/** What is kept of a stream between its request and its response. */
interface Memory extends CookieMemory {
  readonly side: ServerPlacement;
  toStore: readonly ToStore[];
}

interface PersistRule {
  readonly kind: "force" | "ignore";
  readonly applies: (context: RuleContext) => boolean | "missing";
}

interface ServerRule {
  readonly applies: (context: RuleContext) => boolean | "missing";
  readonly name: (context: RuleContext) => string;
  /** The name is made of samples: when it is nobody's, the rules behind are left out. */
  readonly isDynamic: boolean;
}

/** What sends a stream to a server besides the balancing algorithm: `use-server`, cookies, stick tables. */
export class Persistence {
  readonly #backend: CookieBackend & StickBackend;
  readonly #persistRules: readonly PersistRule[];
  readonly #serverRules: readonly ServerRule[];
  readonly #cookie: CookiePersistence | undefined;
  readonly #sticks: StickRules | undefined;
  readonly #memories = new WeakMap<Stream, Memory>();

  constructor(config: ProxyConfig, backend: CookieBackend & StickBackend, expressions: Expressions) {
    this.#backend = backend;
    this.#persistRules = config.persistRules.map(({ kind, condition }) => ({
      kind,
      applies: expressions.condition(condition),
    }));
    this.#serverRules = config.useServer.map((rule) => serverRule(rule, expressions));
    this.#cookie = config.cookie && new CookiePersistence(config.cookie, backend);
    this.#sticks =
      config.stickRules.length > 0 ? new StickRules(config.stickRules, backend, expressions) : undefined;
  }

  /** Whether there is anything to do. */
  get isActive(): boolean {
    return this.#serverRules.length > 0 || this.#cookie !== undefined || this.#sticks !== undefined;
  }

  /** The value that stands for a server in cookies; undefined without one. */
  cookieOf(server: ServerTraffic): string | undefined {
    return this.#cookie ? this.#cookie.cookieOf(server) : server.config.cookie;
  }

  /** Chooses a server for a request, if persistence says one. */
  request(side: ServerPlacement): void {
    const { stream } = side;
    const place = requestPlace(stream);
    const kind = this.#persistRules.find(({ applies }) => applies(place) === true)?.kind;
    side.forcesPersistence = kind === "force";
    const memory: Memory = {
      side,
      last: undefined,
      first: undefined,
      ignores: kind === "ignore",
      toStore: [],
    };
    this.#memories.set(stream, memory);
    const named = this.#namedServer(side, place);
    if (named) side.directTo(named);
    if (this.#cookie && stream.http) this.#cookie.request(side, stream.http.request.headers, memory);
    if (this.#sticks) memory.toStore = this.#sticks.request(side, place);
  }

  /** The server that the first `use-server` rule in force names, unless it is down. */
  #namedServer(side: ServerPlacement, place: RuleContext): ServerTraffic | undefined {
    for (const { applies, name, isDynamic } of this.#serverRules) {
      if (applies(place) !== true) continue;
      const wanted = name(place);
      const server = this.#backend.servers.find((one) => one.name === wanted);
      if (!server) {
        if (isDynamic) return undefined;
        continue;
      }
      if (!server.isDown || this.#backend.keepsToDown || side.forcesPersistence) return server;
    }
    return undefined;
  }

  /** A server answers (in TCP: it is connected): tables remember it. */
  answered(stream: Stream): void {
    const memory = this.#sticks && this.#memories.get(stream);
    const server = memory?.side.server;
    if (!server) return;
    this.#sticks?.response(server, memory.toStore, { ...requestPlace(stream), direction: "response" });
  }

  /** The rules on a response are through: its cookies are put right. */
  responded(stream: Stream): void {
    const memory = this.#cookie && this.#memories.get(stream);
    const response = stream.http?.response;
    if (!memory || !response) return;
    this.#cookie.response(memory.side, response.headers, memory);
  }
}

function serverRule({ name, condition }: SwitchingRule, expressions: Expressions): ServerRule {
  const applies = expressions.condition(condition);
  if (typeof name === "string") return { applies, name: () => name, isDynamic: false };
  return { applies, name: expressions.format(name), isDynamic: true };
}
