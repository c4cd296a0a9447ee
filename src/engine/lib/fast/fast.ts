/**
 * Short ways into library functions. A function written for the C API takes
 * its arguments from a stack; most calls are so plain that they can be answered
 * from the JavaScript arguments themselves. An entry here does exactly that and
 * leaves all else (other types, metatables, errors, hooks) to the library's own
 * function, which alone decides what is right.
 */
import { allocate } from "../../core/account.ts";
import { functionFor } from "../../core/api/stack.ts";
import { hostEntry } from "../../core/host-call.ts";
import { LuaFloat, type HostC, type LuaFunction, type Value } from "../../core/model.ts";
import { watched } from "../../core/hooks.ts";
import { regs } from "../../core/regs.ts";
import type { CFunction, LuaThread } from "../../types.ts";

/** How a short way is called: with the function itself, as every function of the engine. */
export type FastEntry = (this: LuaFunction, ...args: Value[]) => Value;

/** Puts a short way in front of a library function, for all states. */
export function accelerate(fn: CFunction | undefined, entry: FastEntry): void {
  if (fn) functionFor(fn as unknown as HostC).fn = entry;
}

/** The long way: the library's own function on the same arguments. */
export function slow(fn: LuaFunction, args: ArrayLike<Value>): Value {
  return hostEntry.apply(fn, args as unknown as Value[]);
}

export { watched };

/** Returns one value. */
export function one(value: Value): Value {
  regs.n = 1;
  return value;
}

/** Returns nothing. */
export function none(): Value {
  regs.n = 0;
  return undefined;
}

/** From here on a text made of parts is joined at once. */
const FLATTEN = 4096;

/** Returns a new string and counts its memory. */
export function oneText(text: string): Value {
  allocate(text.length);
  // Reading a character makes V8 join the parts: their memory is counted as that of one text.
  if (text.length >= FLATTEN) text.charCodeAt(0);
  regs.n = 1;
  return text;
}

/** Returns a float. */
export function oneFloat(n: number): Value {
  regs.n = 1;
  return new LuaFloat(n);
}

/** The running thread as the library knows it. */
export function thread(): LuaThread {
  return regs.L as unknown as LuaThread;
}
