import { Duplex } from "node:stream";
import {
  NetworkError,
  type Cancellation,
  type Connection,
  type ConnectRequest,
  type HttpProgress,
  type HttpRequest,
  type HttpResponse,
  type Network,
} from "../../src/runtime/index.ts";

/** The far end of a stub connection: what a script sent, and a way to answer. */
export class FarEnd {
  received = "";
  readonly stream: Duplex;

  constructor() {
    this.stream = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        this.received += chunk.toString("latin1");
        done();
      },
    });
  }

  say(text: string): void {
    this.stream.push(Buffer.from(text, "latin1"));
  }

  end(): void {
    this.stream.push(null);
  }
}

/** A network whose answers a test writes itself. Each of its functions stands for one attempt. */
export class StubNetwork implements Network {
  readonly attempts: ConnectRequest[] = [];
  readonly requests: HttpRequest[] = [];
  readonly ends: FarEnd[] = [];
  closed = false;
  /** How an attempt to connect ends; by default it never does. */
  onConnect: (attempt: number) => FarEnd | NetworkError | undefined = () => undefined;
  onRequest: (
    attempt: number,
    progress: HttpProgress,
  ) => Promise<HttpResponse> | HttpResponse | NetworkError | undefined = () => undefined;
  names: Record<string, string[]> = {};

  async connect(request: ConnectRequest, cancellation: Cancellation): Promise<Connection> {
    this.attempts.push(request);
    const end = this.onConnect(this.attempts.length) ?? (await forever(cancellation));
    if (end instanceof NetworkError) throw end;
    this.ends.push(end);
    const names = { local: "192.0.2.1:1000", peer: "192.0.2.2:80" };
    return { stream: end.stream, names: () => names };
  }

  async request(
    request: HttpRequest,
    cancellation: Cancellation,
    progress: HttpProgress,
  ): Promise<HttpResponse> {
    this.requests.push(request);
    const answer = this.onRequest(this.requests.length, progress) ?? (await forever(cancellation));
    if (answer instanceof NetworkError) throw answer;
    return answer;
  }

  async resolve(name: string): Promise<string[]> {
    return Promise.resolve(this.names[name] ?? Promise.reject(new NetworkError("unresolved", `no ${name}`)));
  }

  close(): void {
    this.closed = true;
  }
}

/** Waits to be cancelled, as an attempt does that gets no answer. */
async function forever(cancellation: Cancellation): Promise<NetworkError> {
  return new Promise((resolve) => {
    cancellation.onCancel = () => resolve(new NetworkError("aborted", "given up"));
  });
}
