import type { ProxyConfig } from "../../../config/types.ts";
import type { Expressions } from "../../expressions/expressions.ts";
import type { Stream } from "../../stream/stream.ts";
import type { Balancer, Candidate } from "./candidate.ts";
import { Candidates } from "./candidates.ts";
import { First } from "./first.ts";
import { hashKeyOf, type HashKey } from "./hash-key.ts";
import { HashRing } from "./hash-ring.ts";
import { LeastConnections } from "./least-connections.ts";
import { RandomDraw } from "./random.ts";
import { RoundRobin } from "./round-robin.ts";
import { ServerMap } from "./server-map.ts";

/** What {@link Balancing} is told of its backend. */
export interface BalancingOptions<T> {
  readonly config: Pick<
    ProxyConfig,
    "balance" | "hashType" | "hashBalanceFactor" | "hashPreserveAffinity" | "options"
  >;
  /** In the order of the configuration; may grow and shrink. */
  readonly servers: readonly T[];
  readonly expressions: Expressions;
  /** Streams that all servers serve together. */
  readonly served: () => number;
}

/** `balance`: which server is next for a stream (assign_server in backend.c). */
export class Balancing<T extends Candidate> {
  readonly candidates: Candidates<T>;
  /** Whether a key in the request decides: then another server is no help when one fails. */
  readonly hashes: boolean;
  /** Whether a queue at the backend means that all servers are full. */
  readonly queuesWhenFull: boolean;
  /** Whether the key may stand in the payload of a POST request, which must then have come. */
  readonly readsPayload: boolean;
  readonly #balancer: Balancer<T>;
  readonly #key: HashKey | undefined;

  constructor({ config, servers, expressions, served }: BalancingOptions<T>) {
    const { balance, hashType, options } = config;
    this.candidates = new Candidates(servers, options.has("allbackups"));
    this.#key = hashKeyOf(balance, hashType, expressions);
    this.hashes = this.#key !== undefined;
    this.readsPayload = balance.algorithm === "url_param";
    this.queuesWhenFull = ["first", "roundrobin", "static-rr"].includes(balance.algorithm);
    const ring = (): HashRing<T> =>
      new HashRing(servers, this.candidates, {
        factor: config.hashBalanceFactor,
        served,
        keepsUntil: config.hashPreserveAffinity,
      });
    switch (balance.algorithm) {
      case "roundrobin":
        this.#balancer = new RoundRobin(this.candidates);
        break;
      case "static-rr":
        this.#balancer = new ServerMap(servers, this.candidates);
        break;
      case "leastconn":
        this.#balancer = new LeastConnections(servers, this.candidates);
        break;
      case "first":
        this.#balancer = new First(servers, this.candidates);
        break;
      case "random":
        this.#balancer = new RandomDraw(ring(), balance.draws);
        break;
      default:
        this.#balancer = hashType.method === "consistent" ? ring() : new ServerMap(servers, this.candidates);
    }
    this.update();
  }

  /** Looks at all servers again: some have come, gone, or changed their weight. */
  update(): void {
    this.candidates.update(this.#balancer);
  }

  /** Forgets a server that is being taken away. */
  remove(server: T): void {
    this.candidates.remove(server, this.#balancer);
  }

  /** A stream took or left a place on a server, or in its queue. */
  touched(server: T): void {
    this.#balancer.touched?.(server);
  }

  /** The server for a stream, not `avoid` if that can be; undefined when there is none, or none with room. */
  choose(stream: Stream, avoid: T | undefined): T | undefined {
    if (this.candidates.totalShare === 0) return undefined;
    const { standIn } = this.candidates;
    if (standIn) return standIn;
    const hash = this.#key?.(stream);
    const found = hash === undefined ? undefined : this.#balancer.byHash?.(hash, avoid);
    return found ?? this.#balancer.next(avoid);
  }
}
