import type { CheckOutcome } from "./check-outcome.ts";
import type { Probe } from "./probe.ts";

/** `option redis-check`: the server must answer PING with PONG. */
export class RedisProbe implements Probe {
  readonly timeout = "L7TOUT";
  #answer = "";

  request(): Buffer {
    return Buffer.from("*1\r\n$4\r\nPING\r\n", "latin1");
  }

  received(bytes: Buffer): CheckOutcome | undefined {
    this.#answer += bytes.toString("latin1");
    if (!this.#answer.includes("+PONG\r\n")) return undefined;
    return { status: "L7OK", info: "Redis server is ok", code: 0 };
  }

  ended(): CheckOutcome {
    return { status: "L7STS", info: this.#answer.replace(/[\r\n].*$/s, ""), code: 0 };
  }
}

/** TLS content types: an alert, a handshake. */
const tlsRecords = [0x15, 0x16];
const recordHead = 5;

/** `option ssl-hello-chk`: the server must answer an SSLv3 hello with something of TLS. */
export class SslHelloProbe implements Probe {
  readonly timeout = "L6TOUT";
  readonly #wallSeconds: () => number;
  #answer = "";

  constructor(wallSeconds: () => number) {
    this.#wallSeconds = wallSeconds;
  }

  request(): Buffer {
    const time = Buffer.alloc(4);
    time.writeUInt32BE(this.#wallSeconds() >>> 0);
    const random = Buffer.from("HAPROXYSSLCHK\nHAPROXYSSLCHK\n", "latin1");
    const suites = Buffer.alloc(cipherSuites.length * 2);
    cipherSuites.forEach((suite, i) => suites.writeUInt16BE(suite, 2 * i));
    const sslv3 = [3, 0];
    const noSession = [0];
    const noCompression = [1, 0];
    const hello = Buffer.concat([
      Buffer.from(sslv3),
      time,
      random,
      Buffer.from(noSession),
      length(suites.length, 2),
      suites,
      Buffer.from(noCompression),
    ]);
    const handshake = Buffer.concat([Buffer.from([1]), length(hello.length, 3), hello]);
    return Buffer.concat([Buffer.from([0x16, ...sslv3]), length(handshake.length, 2), handshake]);
  }

  received(bytes: Buffer): CheckOutcome | undefined {
    this.#answer += bytes.toString("latin1");
    return this.#answer.length < recordHead ? undefined : this.ended();
  }

  ended(): CheckOutcome {
    if (tlsRecords.includes(this.#answer.charCodeAt(0))) return { status: "L6OK", info: "" };
    return { status: "L6RSP", info: this.#answer === "" ? "TCPCHK got an empty response at step 2" : "" };
  }
}

function length(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The most common ones of its time. */
const cipherSuites = [...range(0x01, 0x1b), ...range(0x2f, 0x3a)];
