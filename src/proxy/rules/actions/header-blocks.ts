import { decodeVarint } from "../../../samples/index.ts";
import { lowerCase } from "../../http/text.ts";
import { headersOf, nameTest, writeHeader } from "../header-writing.ts";
import type { RuleContext } from "../outcome.ts";
import { rewritten } from "../rewrites.ts";
import type { ActionOf, ActionPlace, RunAction } from "./place.ts";

/** Headers that these rules leave alone, as they concern the connection (is_immutable_header() of http.h). */
const immutable: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** A block of headers, as `req.hdrs_bin` gives it, that is read from its start. */
class HeaderBlock {
  readonly #bytes: string;
  #at = 0;

  constructor(bytes: string) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next text behind its length; undefined where the block is broken. */
  text(): string | undefined {
    const length = decodeVarint(this.#bytes, this.#at);
    if (!length || length.next + length.value > this.#bytes.length) return undefined;
    this.#at = length.next + length.value;
    return this.#bytes.slice(length.next, this.#at);
  }
}

/** The block that an expression yields; undefined for none. */
function blockOf(
  action: ActionOf<"set-headers-bin" | "add-headers-bin">["headers"],
  place: ActionPlace,
): (context: RuleContext) => HeaderBlock | undefined {
  const evaluate = place.value(action, "bin");
  return (context) => {
    const sample = evaluate(context);
    return typeof sample?.value === "string" ? new HeaderBlock(sample.value) : undefined;
  };
}

/** `set-headers-bin` and `add-headers-bin`. What stands before a fault of the block has been written. */
export function putHeaderBlock(
  { kind, headers, prefix }: ActionOf<"set-headers-bin" | "add-headers-bin">,
  place: ActionPlace,
): RunAction {
  const blocks = blockOf(headers, place);
  return (context, progress) => {
    const block = blocks(context);
    if (!block) return "continue";
    while (!block.atEnd) {
      const name = block.text();
      const value = block.text();
      if (name === undefined || value === undefined) return rewritten(false, context, progress);
      if (name === "") return rewritten(value === "", context, progress);
      if (!name.startsWith(prefix) || immutable.has(lowerCase(name))) continue;
      const done = writeHeader(kind === "set-headers-bin", name, value, context);
      if (!done) return rewritten(false, context, progress);
    }
    // The names' end is missing.
    return "error";
  };
}

/** `del-headers-bin` */
export function removeHeaderBlock(
  { names, match }: ActionOf<"del-headers-bin">,
  place: ActionPlace,
): RunAction {
  const blocks = blockOf(names, place);
  return (context, progress) => {
    const block = blocks(context);
    if (!block) return "continue";
    while (!block.atEnd) {
      const name = block.text();
      if (name === undefined) return rewritten(false, context, progress);
      if (name === "") return "continue";
      if (!immutable.has(lowerCase(name))) headersOf(context)?.removeIf(nameTest(name, match));
    }
    return "error";
  };
}
