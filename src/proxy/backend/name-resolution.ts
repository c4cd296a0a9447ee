import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Server } from "../../config/types.ts";
import type { Time, Timer } from "../../time.ts";
import type { DeclaredServer } from "../model/declared-server.ts";

/** Asks the system for the addresses of a name; rejects when it has none. */
export type Lookup = (name: string, family: 0 | 4 | 6) => Promise<readonly { address: string }[]>;

const systemLookup: Lookup = (name, family) => lookup(name, { all: true, family });

/** How long an address is taken for valid (`hold valid` of HAProxy's resolvers, by default). */
const holdMs = 10_000;

/**
 * Finds the address of a server that is configured by name: at the start as
 * `init-addr` says, then from time to time if it has `resolvers`. Until there
 * is one, the server is in maintenance.
 */
export class NameResolution {
  readonly #server: Server;
  readonly #model: DeclaredServer;
  readonly #time: Time;
  readonly #lookup: Lookup;
  #timer: Timer | undefined;
  #closed = false;

  constructor(server: Server, model: DeclaredServer, time: Time, lookup: Lookup = systemLookup) {
    this.#server = server;
    this.#model = model;
    this.#time = time;
    this.#lookup = lookup;
  }

  /** Whether there is anything to resolve. */
  static isNeeded({ address }: Server): boolean {
    return address.endpoint.kind === "name";
  }

  /** Resolves once the first attempt is over; it says nothing when that fails, the server's state does. */
  async start(): Promise<void> {
    for (const method of this.#methods()) {
      if (method === "none") break;
      // There is no state of an earlier process to take the last address from.
      if (method === "last") continue;
      if (method === "libc" ? await this.#resolve() : this.#use(method)) break;
    }
    this.#repeat();
  }

  #methods(): readonly string[] {
    const { initAddr } = this.#server;
    return initAddr.length > 0 ? initAddr : ["last", "libc"];
  }

  #repeat(): void {
    if (this.#closed || this.#server.resolvers === undefined) return;
    this.#timer = this.#time.after(holdMs, () => void this.#resolve().then(() => this.#repeat()), {
      background: true,
    });
  }

  async #resolve(): Promise<boolean> {
    const { endpoint } = this.#server.address;
    if (endpoint.kind !== "name") return false;
    const prefer = { ipv4: 4, ipv6: 6, any: 0 } as const;
    try {
      const found = await this.#lookup(endpoint.host, endpoint.family ?? 0);
      const wanted = prefer[this.#server.resolvePrefer ?? "any"];
      const best = found.find(({ address }) => isIP(address) === wanted) ?? found[0];
      return best !== undefined && this.#use(best.address);
    } catch {
      // The address it had stays in use; without one it stays in maintenance.
      return false;
    }
  }

  /** Puts an address into use. */
  #use(host: string): boolean {
    const family = isIP(host);
    const { endpoint } = this.#server.address;
    if (this.#closed || family === 0 || endpoint.kind !== "name") return false;
    const { port } = endpoint;
    const { target } = this.#model;
    if ("host" in target && target.host === host) return true;
    const number = port.kind === "range" ? port.low : port.kind === "offset" ? port.offset & 0xffff : 0;
    this.#model.setTarget({
      family: family === 4 ? 4 : 6,
      host,
      port: number,
      ...(port.kind === "offset" && { relative: true }),
    });
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }
}
