import type { Socket } from "node:net";
import { HaluaError } from "../../errors.ts";
import { Members } from "../../members.ts";
import type { AcceptControl } from "../model/traffic.ts";
import type { ProxyTraffic } from "../traffic.ts";
import { Acceptance } from "./acceptance.ts";
import type { ClientConnection, FrontendProcess } from "./client-connection.ts";
import { sendAway } from "./departure.ts";
import { Listener, listenTargets, type ListenTarget } from "./listener.ts";
import { ratePauseMs } from "./process-limits.ts";
import { CertificateStore } from "../certificates.ts";
import { TlsContext } from "./tls-context.ts";

/** The frontend side of a proxy at work: its listeners and the connections they have accepted. */
export class Frontend implements AcceptControl {
  readonly proxy: ProxyTraffic;
  readonly process: FrontendProcess;
  readonly listeners: readonly Listener[];
  readonly #connections = new Members<ClientConnection>();
  #stopping = false;

  /** `inherited` may replace an address by a socket that is open already, from the process before. */
  constructor(
    proxy: ProxyTraffic,
    process: FrontendProcess,
    inherited: (target: ListenTarget) => ListenTarget = (target) => target,
  ) {
    this.proxy = proxy;
    this.process = process;
    let next = 0;
    this.listeners = proxy.config.binds.flatMap((bind) => {
      const tls = bind.tls && this.#tlsContext(bind.tls, bind.location);
      return listenTargets(bind).map((target) => {
        const model = proxy.model.listeners[next++];
        if (!model) throw new HaluaError("E_INTERNAL", `no model for a listener of '${proxy.config.name}'`);
        return new Listener(bind, model, inherited(target), (socket, listener) =>
          this.#accepted(socket, listener, tls),
        );
      });
    });
    proxy.model.sockets = this;
  }

  #tlsContext(
    tls: ConstructorParameters<typeof TlsContext>[0],
    { file, line }: { file: string; line: number },
  ): TlsContext {
    try {
      const alpn = tls.alpn ?? (this.proxy.config.mode === "http" ? ["h2", "http/1.1"] : []);
      return new TlsContext({ ...tls, alpn }, this.proxy.environment.runtime.services.get(CertificateStore));
    } catch (error) {
      if (!(error instanceof HaluaError)) throw error;
      throw new HaluaError(error.code, `config : [${file}:${line}] : ${error.message}`, { cause: error });
    }
  }

  /** Connections served now; a {@link Limited}. */
  get connections(): number {
    return this.proxy.model.frontend.gauges.scur;
  }

  get maxconn(): number {
    return this.proxy.model.maxconn;
  }

  /** Whether no new requests are wanted: connections close as soon as they can. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** The connections that are open, for whoever shows or ends them. */
  get clients(): Iterable<ClientConnection> {
    return this.#connections.list();
  }

  /** Opens all sockets that are not open yet. Rejects with E_LISTEN at the first that cannot be. */
  async open(): Promise<void> {
    for (const listener of this.listeners) {
      if (!listener.isOpen) await this.#open(listener);
      listener.model.state = "OPEN";
    }
  }

  async #open(listener: Listener): Promise<void> {
    try {
      await listener.open();
    } catch (error) {
      if (!(error instanceof HaluaError)) throw error;
      const { capability, name } = this.proxy.model;
      const kind = capability === "proxy" ? "proxy" : "frontend";
      throw new HaluaError(error.code, `Starting ${kind} ${name}: ${error.message}`, { cause: error.cause });
    }
  }

  #accepted(socket: Socket, listener: Listener, tls: TlsContext | undefined): void {
    socket.pause();
    this.process.arrivals.came();
    const limits = [
      this.process.limits,
      this,
      { connections: listener.connections, maxconn: listener.model.settings.maxconn },
    ];
    // A reset that comes while it waits.
    const forget = (): void => waiting?.leave();
    socket.on("error", forget);
    const waiting: { leave(): void } | undefined = this.process.admission.admit(
      limits,
      () => this.#ratePause(),
      () => {
        socket.off("error", forget);
        if (socket.destroyed) return;
        new Acceptance(this, listener, socket, tls).begin();
      },
    );
  }

  #ratePause(): number {
    const { rateLimit } = this.proxy.model.settings;
    const isOver = rateLimit > 0 && Number(this.proxy.model.frontend.counters.get("rate")) >= rateLimit;
    return isOver ? ratePauseMs : this.process.limits.pause();
  }

  /** Notes a connection that is served from now on. */
  enter(connection: ClientConnection, listener: Listener): void {
    this.#connections.add(connection);
    const { gauges, counters } = this.proxy.model.frontend;
    this.process.gauges.connections++;
    this.process.gauges.totalConnections++;
    this.process.limits.connectionRate.note();
    listener.connections++;
    for (const one of [gauges, listener.model.gauges]) {
      one.scur++;
      if (one.scur > one.smax) one.smax = one.scur;
    }
    counters.add("conn_tot", 1);
    listener.model.counters.add("conn_tot", 1);
    counters.add("conn_rate", 1);
    gauges.conn_rate_max = Math.max(gauges.conn_rate_max, Number(counters.get("conn_rate")));
  }

  /** The connection goes on as another one: its protocol is known now. */
  replace(before: ClientConnection, after: ClientConnection): void {
    if (!this.#connections.has(before)) return;
    this.#connections.delete(before);
    this.#connections.add(after);
  }

  leave(connection: ClientConnection, listener: Listener): void {
    if (!this.#connections.has(connection)) return;
    this.#connections.delete(connection);
    this.process.gauges.connections--;
    listener.connections--;
    this.proxy.model.frontend.gauges.scur--;
    listener.model.gauges.scur--;
    this.process.admission.released();
    endSession(connection);
  }

  /** Counts a connection that got past all handshakes and rules: a session. */
  countSession(listener: Listener): void {
    const { gauges, counters } = this.proxy.model.frontend;
    this.process.limits.sessionRate.note();
    counters.add("stot", 1);
    counters.add("rate", 1);
    listener.model.counters.add("stot", 1);
    gauges.rate_max = Math.max(gauges.rate_max, Number(counters.get("rate")));
  }

  pause(): void {
    for (const listener of this.listeners) listener.close();
  }

  resume(): void {
    void this.open().catch((error: unknown) => {
      this.proxy.environment.runtime.log.alert((error as Error).message);
    });
  }

  limitChanged(): void {
    this.process.admission.released();
  }

  /** Accepts no more, and lets the connections there are end after what they are doing. */
  stop(): void {
    for (const listener of this.listeners) listener.close();
    sendAway(this.#connections.list(), this.proxy.environment.runtime.time, () => (this.#stopping = true));
  }

  /** Ends everything at once. */
  abort(): void {
    this.#stopping = true;
    for (const listener of this.listeners) listener.close();
    for (const connection of this.#connections.list()) connection.abort();
  }
}

/** Ends the session of a connection that has gone, once the last of its streams is over. */
function endSession({ session, streams }: ClientConnection): void {
  const open = [...streams].filter(({ ended }) => !ended);
  let left = open.length;
  if (left === 0) session.end();
  for (const stream of open) {
    stream.onEnd(() => {
      left--;
      if (left === 0) session.end();
    });
  }
}
