import { lua, type LuaThread } from "../engine/index.ts";

/**
 * A Lua float that happens to be integral (`3.0`). Any other JavaScript number
 * says by itself which of Lua's two kinds it is.
 */
export class LuaFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }
}

/** An object that knows how to put itself on the stack: a reference, an instance of a class. */
export interface Pushable {
  pushTo(L: LuaThread): void;
}

/**
 * Holds one Lua value for as long as this object lives. JavaScript's own
 * collector sees through it, so nothing has to be released by hand.
 */
export class LuaReference implements Pushable {
  readonly type: "function" | "table" | "userdata" | "thread";
  readonly #push: (L: LuaThread) => void;

  constructor(L: LuaThread, index: number, type: LuaReference["type"]) {
    this.#push = lua.lua_toproxy(L, index);
    this.type = type;
  }

  pushTo(L: LuaThread): void {
    this.#push(L);
  }
}

/** A Lua function held by the host. `coroutine.ts` runs it. */
export class LuaFunction extends LuaReference {
  constructor(L: LuaThread, index: number) {
    super(L, index, "function");
  }
}

/**
 * What a Lua value looks like on this side. Strings are byte strings: each
 * UTF-16 unit holds one byte (0..255), so nothing is lost and nothing is
 * decoded; `text.ts` goes from there to characters. Integers are numbers while
 * safe and bigints beyond, to 64 bits. Functions, tables, userdata and threads
 * stay in Lua and are held by a {@link LuaReference}; `table.ts` looks inside.
 */
export type LuaValue = undefined | boolean | number | bigint | string | LuaFloat | LuaReference;

/** What the host may hand to Lua: any LuaValue, bytes, objects that push themselves, and plain data of these. */
export type HostValue =
  | LuaValue
  | null
  | Uint8Array
  | Pushable
  | readonly HostValue[]
  | ReadonlyMap<HostValue, HostValue>
  | { readonly [key: string]: HostValue };
