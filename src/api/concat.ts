import {
  declareFunction,
  LuaClass,
  method,
  nothing,
  result,
  string,
  uncounted,
  type Item,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/** What a Concat object holds. */
class Concatenation {
  /** Shown by tostring, so that two objects can be told apart. */
  readonly address = nextAddress();
  #text = "";

  add(text: string): void {
    this.#text += text;
  }

  dump(): string {
    return this.#text;
  }
}

let lastAddress = 0x5500_0000_0000;

/** Something that looks like an address and is not used twice. */
function nextAddress(): string {
  lastAddress += 16;
  return `0x${lastAddress.toString(16)}`;
}

const text = string("text", "what comes behind; numbers are spelt out");

export const concatClass = new LuaClass<Runtime, Concatenation>(
  "Concat",
  "Builds a long text from pieces, faster than `..` does.",
  {
    add: method<Runtime, Concatenation, [typeof text]>("add", {
      doc: "Puts a text behind what is there.",
      args: [text],
      since: "1.7",
      count: uncounted,
      body: (_execution, concat, piece) => {
        concat.add(piece);
        return nothing;
      },
    }),
    dump: method<Runtime, Concatenation>("dump", {
      doc: "The text so far. More can be added afterwards.",
      returns: [result("string", "")],
      since: "1.7",
      count: uncounted,
      body: (_execution, concat) => concat.dump(),
    }),
  },
  "index",
  {
    metamethods: {
      __tostring: method<Runtime, Concatenation>("__tostring", {
        doc: "`Concat object: 0x...`",
        returns: [result("string", "")],
        since: "1.7",
        count: uncounted,
        body: (_execution, concat) => `Concat object: ${concat.address}`,
      }),
    },
  },
);

export const concatItems: Item<Runtime>[] = [
  declareFunction("concat", {
    doc: "Gives an empty Concat, to build a text from pieces.",
    returns: [result("Concat", "")],
    since: "1.7",
    count: uncounted,
    body: () => concatClass.wrap(new Concatenation()),
  }),
];
