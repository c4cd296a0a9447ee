import type { Frontend } from "../../proxy/frontend/frontend.ts";
import type { Listener } from "../../proxy/frontend/listener.ts";
import type { Client } from "../../proxy/stream/client.ts";
import { endStream } from "../../proxy/stream/end-stream.ts";
import { Session } from "../../proxy/stream/session.ts";
import { Stream } from "../../proxy/stream/stream.ts";
import { timingFrom } from "../../proxy/stream/timing.ts";
import { Transaction } from "../../proxy/stream/transaction.ts";
import { localAddress } from "./test-connection.ts";
import { requestHead, type TestRequest } from "./test-request.ts";

/** A request that goes nowhere: what fetches and converters can be asked about. */
export class StandingStream implements Client {
  readonly protocol = "h1";
  readonly gone = false;
  readonly stream: Stream;
  readonly session: Session;

  constructor(frontend: Frontend, listener: Listener, request: TestRequest) {
    const { environment } = frontend.proxy;
    const { time } = environment;
    const now = time.monotonicMs();
    const { gauges } = frontend.process;
    this.session = new Session({
      id: gauges.nextId(),
      frontend: frontend.proxy,
      listener: listener.model,
      bind: listener.bind,
      acceptedAt: now,
      acceptedWallMs: time.wallMs(),
      peer: request.source,
      local: localAddress(listener),
    });
    this.stream = new Stream({
      id: gauges.nextId(),
      session: this.session,
      client: this,
      timing: timingFrom(now, time.wallMs(), now),
      bufsize: environment.config.global.tune.bufsize,
      transaction: new Transaction(requestHead(request), { kind: "none" }),
    });
  }

  /** The client leaves. */
  end(): void {
    if (this.stream.ended) return;
    this.stream.abort("C", "D");
    endStream(this.stream);
    this.session.end();
  }

  sendInterim(): void {
    // Nobody answers.
  }

  sendHead(): void {
    // Nobody answers.
  }

  abort(): void {
    this.stream.abort("K", "D");
  }
}
