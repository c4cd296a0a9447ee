import { lua, type CFunction, type LuaThread } from "../engine/index.ts";
import { HaluaError } from "../errors.ts";
import type { Argument } from "./arguments.ts";
import type { FunctionItem } from "./declare.ts";
import { LuaError } from "./errors.ts";
import { hasContext, type Executions } from "./execution.ts";
import { nothing, Several, Waiting, type Outcome } from "./outcome.ts";
import { pushValue, readValue } from "./stack.ts";
import type { Pushable } from "./values.ts";

/**
 * Turns a declaration into a function that Lua can call: checks the number of
 * arguments, the context and each argument, calls the body, and pushes what it
 * returns. A body that returns a promise suspends the coroutine until it
 * settles.
 */
export function bind<Host>(item: FunctionItem<Host>, executions: Executions<Host>): CFunction {
  const { args, count, where, rest } = item;
  const run = (L: LuaThread): number => {
    const given = lua.lua_gettop(L);
    const execution = executions.of(L);
    executions.caller = L;
    if (where === "run" && !hasContext(execution)) return 0;
    if (given < count.least || given > count.most) throw new LuaError(count.message(given));
    if ((where === "body" && hasContext(execution)) || (where === "load" && execution.context !== "body")) {
      throw new LuaError(`${item.name}: not available outside of body context`);
    }
    const values: unknown[] = item.selfApart
      ? readApart(L, args)
      : args.map((argument, i) => argument.read(L, i + 1));
    if (rest !== undefined) for (let i = args.length + 1; i <= given; i++) values.push(readValue(L, i));
    const answer = item.invoke(execution, ...values);
    if (answer instanceof Promise) return suspend(L, { item, waiting: Waiting.for(answer, execution) });
    if (answer instanceof Waiting) return suspend(L, { item, waiting: answer });
    return pushOutcome(L, answer);
  };
  return (L) => guarded(L, item, run);
}

/** Reads the object, takes it off the stack, and reads the rest as if it had never been there. */
function readApart(L: LuaThread, [self, ...args]: readonly Argument<unknown>[]): unknown[] {
  const object = self?.read(L, 1);
  lua.lua_remove(L, 1);
  return [object, ...args.map((argument, i) => argument.read(L, i + 1))];
}

/** A declared function as a value, for a body that gives one to Lua: an iterator, a callback. */
export function hostFunction<Host>(item: FunctionItem<Host>, executions: Executions<Host>): Pushable {
  return { pushTo: (L) => lua.lua_pushcfunction(L, bind(item, executions)) };
}

/** Pushes what a body returned; gives the number of values. */
function pushOutcome(L: LuaThread, outcome: Outcome): number {
  if (outcome === nothing) return 0;
  if (outcome instanceof Several) {
    lua.lua_checkstack(L, outcome.values.length);
    for (const value of outcome.values) pushValue(L, value);
    return outcome.values.length;
  }
  pushValue(L, outcome);
  return 1;
}

/** Which item a defect came from, for the message that the script sees. */
const culprits = new WeakMap<Error, string>();

/** Runs `body` and turns what it throws on purpose into Lua errors. All else passes: it may be the engine's own. */
function guarded(L: LuaThread, item: { name: string }, body: (L: LuaThread) => number): number {
  try {
    return body(L);
  } catch (error) {
    if (error instanceof LuaError) return error.raiseOn(L);
    if (error instanceof HaluaError) return new LuaError(error.message).raiseOn(L);
    if (error instanceof Error && !culprits.has(error)) culprits.set(error, item.name);
    throw error;
  }
}

/** Makes a native error that reached the engine into the text a script sees. */
export function nativeErrorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const culprit = error instanceof Error ? culprits.get(error) : undefined;
  return culprit === undefined ? `internal error: ${text}` : `internal error in '${culprit}': ${text}`;
}

interface Suspended {
  readonly item: { readonly name: string };
  readonly waiting: Waiting;
}

/** Suspends the coroutine; raises Lua's own error where it cannot be. */
function suspend(L: LuaThread, suspended: Suspended): number {
  return lua.lua_yieldk(L, 0, suspended, continueSuspended);
}

/** Runs when the coroutine is resumed: a wake that comes too early suspends it again. */
function continueSuspended(L: LuaThread, _status: number, context: unknown): number {
  const suspended = context as Suspended;
  if (!suspended.waiting.isOver) return suspend(L, suspended);
  return guarded(L, suspended.item, () => pushOutcome(L, suspended.waiting.outcome()));
}
