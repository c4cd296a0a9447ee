import { createSocket, type Socket } from "node:dgram";
import { writeSync } from "node:fs";
import { remembered } from "../../calendar/index.ts";
import { LOG_LEVELS, type LogTarget } from "../../config/log-target.ts";
import type { LogSink } from "../../runtime/index.ts";
import type { Time } from "../../time.ts";
import { unixDatagrams, type UnixDatagrams } from "./unix-datagrams.ts";

/** Who the lines come from. */
export interface LogIdentity {
  /** The program's name in the lines: `log-tag`. */
  readonly tag: string;
  readonly pid: number;
  /** The machine's name, where `log-send-hostname` asks for one. */
  readonly host?: string;
}

/** The sockets that lines to UDP ports leave by: one a family, so that they leave in the order in which they were sent. */
export class UdpSockets {
  readonly #sockets = new Map<4 | 6, Socket>();

  of(family: 4 | 6): Socket {
    let socket = this.#sockets.get(family);
    if (!socket) {
      socket = createSocket(family === 4 ? "udp4" : "udp6")
        .unref()
        .on("error", () => undefined);
      this.#sockets.set(family, socket);
    }
    return socket;
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }
}

/** Port 514, where a `log` line names none. */
const syslogPort = 514;

/**
 * Sends lines to one target of a `log` line: an open descriptor (`stdout`,
 * `stderr`, `fd@n`) or a UDP port, in HAProxy's formats (log.c).
 */
export class LogSender implements LogSink {
  readonly #target: LogTarget;
  readonly #identity: LogIdentity;
  readonly #time: Time;
  readonly #sockets: UdpSockets;
  #unix: UnixDatagrams | undefined;
  #count = 0;

  /** `sockets` may be shared by several senders. */
  constructor(target: LogTarget, identity: LogIdentity, time: Time, sockets = new UdpSockets()) {
    this.#sockets = sockets;
    this.#target = target;
    this.#identity = identity;
    this.#time = time;
  }

  /** Why the target cannot be used; undefined when it can. */
  static refusal(target: LogTarget): string | undefined {
    const { destination } = target;
    if (destination.kind !== "address")
      return `log targets of the kind '${destination.kind}' are not there yet`;
    const { endpoint, text, transport } = destination.address;
    if (endpoint.kind === "fd") return undefined;
    if (endpoint.kind === "ip" || endpoint.kind === "name") {
      return transport === "datagram" ? undefined : `cannot log to '${text}': only UDP is`;
    }
    return endpoint.kind === "unix"
      ? undefined
      : `cannot log to '${text}': a path, a UDP port or stdout is wanted`;
  }

  /**
   * Sends a text at `level` 0..7, unless the target wants only more important
   * ones. `structured` is the structured data of rfc5424 (`log-format-sd`).
   */
  send(level: number, text: string, structured?: string): void {
    const target = this.#target;
    if (level > LOG_LEVELS.indexOf(target.level) || !this.#sampled()) return;
    const shown = Math.max(level, LOG_LEVELS.indexOf(target.minLevel));
    const line = `${this.#head(shown, structured)}${text}`.slice(0, target.length - 1) + "\n";
    const { destination } = target;
    if (destination.kind !== "address") return;
    const { endpoint } = destination.address;
    if (endpoint.kind === "fd") writeLine(endpoint.fd, line);
    else if (endpoint.kind === "unix") this.#sendToPath(endpoint.path, line);
    else if (endpoint.kind === "ip" || endpoint.kind === "name") {
      const port = endpoint.port.kind === "range" ? endpoint.port.low : syslogPort;
      this.#sendTo(endpoint.host, port, endpoint.family ?? 4, line);
    }
  }

  close(): void {
    this.#sockets.close();
    this.#unix?.close();
    this.#unix = undefined;
  }

  /** A socket that is not there, or full, loses the line, as in HAProxy. */
  #sendToPath(path: string, line: string): void {
    this.#unix ??= unixDatagrams();
    const bytes = Buffer.from(line, "latin1");
    this.#unix.send(bytes, 0, bytes.length, path, () => undefined);
  }

  /** Of every `size` lines, those whose number is in the ranges. */
  #sampled(): boolean {
    const { sampling } = this.#target;
    if (!sampling) return true;
    const number = (this.#count++ % sampling.size) + 1;
    return sampling.ranges.some(({ low, high }) => low <= number && number <= high);
  }

  #sendTo(host: string, port: number, family: 4 | 6, line: string): void {
    // A log that cannot be delivered is dropped, as in HAProxy.
    this.#sockets.of(family).send(Buffer.from(line, "latin1"), port, host, () => undefined);
  }

  /** What stands before the text. */
  #head(level: number, structured = "-"): string {
    const { facility, format } = this.#target;
    const { tag, pid, host } = this.#identity;
    const priority = `<${facility * 8 + level}>`;
    const now = this.#time.wallMs();
    switch (format ?? (host === undefined ? "local" : "rfc3164")) {
      case "raw":
        return "";
      case "short":
        return `<${level}>`;
      case "priority":
        return priority;
      case "timed":
        return `<${level}>${isoTime(now)} `;
      case "iso":
        return `${isoTime(now)} `;
      case "local":
        return `${priority}${syslogTime(now)} ${tag}[${pid}]: `;
      case "rfc3164":
        return `${priority}${syslogTime(now)} ${host ?? "localhost"} ${tag}[${pid}]: `;
      case "rfc5424":
        return `${priority}1 ${isoTime(now)} ${host ?? "-"} ${tag} ${pid} - ${structured} `;
    }
  }
}

/** `Nov  2 11:52:58`, local time. */
const syslogTime = remembered("%b %e %H:%M:%S", "here");

const isoSecond = remembered("%Y-%m-%dT%H:%M:%S", "here");
const zone = remembered("%z", "here");

/** `2026-11-22T11:52:58.451561+00:00`, local time. */
function isoTime(wallMs: number): string {
  const micros = String(Math.floor((wallMs % 1000) * 1000)).padStart(6, "0");
  return `${isoSecond(wallMs)}.${micros}${zone(wallMs).replace(/..$/, ":$&")}`;
}

/** Writes a line at once; where it cannot be written, it is dropped. */
function writeLine(fd: number, line: string): void {
  const bytes = Buffer.from(line, "latin1");
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
  } catch {
    // A full pipe or a closed descriptor: HAProxy drops the line too.
  }
}
