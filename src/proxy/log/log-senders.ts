import type { LogTarget } from "../../config/log-target.ts";
import type { Time } from "../../time.ts";
import { LogSender, UdpSockets, type LogIdentity } from "./log-sender.ts";

/** Where the lines of one target go. */
export interface LogOutput {
  /** `level` is 0..7; `structured` is the structured data of RFC 5424. Never throws. */
  send(level: number, text: string, structured?: string): void;
}

/** Where lines go. */
export interface LogOutputs {
  /** What takes the lines for a target; undefined where it cannot be used. */
  to(target: LogTarget, tag?: string): LogOutput | undefined;
  close(): void;
}

/** The senders of a process: one for a target and a tag, however many proxies log there. */
export class LogSenders implements LogOutputs {
  readonly #identity: LogIdentity;
  readonly #time: Time;
  readonly #sockets = new UdpSockets();
  readonly #senders = new Map<LogTarget, Map<string, LogSender>>();

  constructor(identity: LogIdentity, time: Time) {
    this.#identity = identity;
    this.#time = time;
  }

  /** The sender to a target; undefined where it cannot be used (see {@link LogSender.refusal}). */
  to(target: LogTarget, tag = this.#identity.tag): LogSender | undefined {
    if (LogSender.refusal(target) !== undefined) return undefined;
    let byTag = this.#senders.get(target);
    if (!byTag) this.#senders.set(target, (byTag = new Map<string, LogSender>()));
    let sender = byTag.get(tag);
    if (!sender) byTag.set(tag, (sender = this.#sender(target, tag)));
    return sender;
  }

  #sender(target: LogTarget, tag: string): LogSender {
    return new LogSender(target, { ...this.#identity, tag }, this.#time, this.#sockets);
  }

  close(): void {
    for (const byTag of this.#senders.values()) for (const sender of byTag.values()) sender.close();
  }
}
