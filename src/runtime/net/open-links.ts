import { Members } from "../../members.ts";
import type { Time } from "../../time.ts";
import { Link } from "./link.ts";
import type { Network } from "./network.ts";

/** What a script holds of a connection. When it is garbage, the connection is closed. */
export interface OutgoingSocket {
  readonly link: Link;
}

/** Collections asked for by ended runs come no closer together than this. */
const collectionGapMs = 1000;
/** From this many open connections on, each doubling is a reason to look for forgotten ones. */
const manyLinks = 256;

/**
 * All connections of a runtime's scripts, so that none outlives its use. As in
 * HAProxy, a socket that a script leaves open is closed when it is garbage, and
 * a run that ends with open sockets has garbage collected (hlua.c, gc_count):
 * whoever still holds such a socket keeps it.
 */
export class OpenLinks {
  readonly #network: Network;
  readonly #time: Time;
  readonly #collect: () => void;
  readonly #links = new Members<Link>();
  readonly #forgotten = new FinalizationRegistry<Link>((link) => link.close());
  #afterCollection = manyLinks / 2;
  #lastCollection = -Infinity;
  #planned = false;

  constructor(network: Network, time: Time, collect: () => void) {
    this.#network = network;
    this.#time = time;
    this.#collect = collect;
  }

  /** How many are not closed yet. */
  get size(): number {
    return this.#links.size;
  }

  /** A socket, not connected yet. */
  create(): OutgoingSocket {
    const link = new Link(this.#network, this.#time, this);
    const socket = { link };
    this.#links.add(link);
    this.#forgotten.register(socket, link);
    if (this.#links.size >= 2 * this.#afterCollection) this.collectSoon();
    return socket;
  }

  /** Notes that a connection is no longer open. */
  closed(link: Link): void {
    if (this.#links.has(link)) this.#links.delete(link);
    this.#afterCollection = Math.max(manyLinks / 2, Math.min(this.#afterCollection, this.#links.size));
  }

  /** Has forgotten sockets found and closed, in a while. */
  collectSoon(): void {
    if (this.#planned) return;
    this.#planned = true;
    const wait = this.#lastCollection + collectionGapMs - this.#time.monotonicMs();
    const collect = (): void => {
      this.#planned = false;
      this.#lastCollection = this.#time.monotonicMs();
      this.#afterCollection = Math.max(manyLinks / 2, this.#links.size);
      this.#collect();
    };
    this.#time.after(Math.max(0, wait), collect, { background: true });
  }

  /** Ends all connections at once. */
  close(): void {
    for (const link of this.#links.list()) link.destroy();
  }
}
