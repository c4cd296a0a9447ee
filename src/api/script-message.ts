import type { Headers } from "../proxy/http/headers.ts";
import type { RequestHead, ResponseHead } from "../proxy/http/message.ts";
import type { ScriptChannel } from "./script-channel.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** What stands behind an HTTPMessage: one of a transaction's messages, as a filter sees it. */
export class ScriptMessage {
  readonly txn: ScriptTxn;
  readonly channel: ScriptChannel;

  constructor(txn: ScriptTxn, direction: "request" | "response") {
    this.txn = txn;
    this.channel = direction === "request" ? txn.request : txn.response;
  }

  get isResponse(): boolean {
    return this.channel.channel.isResponse;
  }

  /** The head; undefined while there is no response. */
  get head(): RequestHead | ResponseHead | undefined {
    const { http } = this.txn.stream;
    return this.isResponse ? http?.response : http?.request;
  }

  /** Whether the payload passes, so that the head has gone. */
  get isForwarding(): boolean {
    return this.channel.channel.forwarding;
  }

  get headers(): Headers | undefined {
    return this.head?.headers;
  }
}
