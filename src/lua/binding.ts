import { lua, type CFunction, type LuaThread } from "../engine/index.ts";
import { HaluaError } from "../errors.ts";
import type { Argument } from "./arguments.ts";
import type { Count, FunctionItem } from "./declare.ts";
import { LuaError } from "./errors.ts";
import { hasContext, type Execution, type Executions } from "./execution.ts";
import { nothing, Several, Waiting, type Answer, type Outcome } from "./outcome.ts";
import { pushValue, readValue } from "./stack.ts";
import type { Pushable } from "./values.ts";

/**
 * Turns a declaration into a function that Lua can call: checks the number of
 * arguments, the context and each argument, calls the body, and pushes what it
 * returns. A body that returns a promise suspends the coroutine until it
 * settles.
 */
export function bind<Host>(item: FunctionItem<Host>, executions: Executions<Host>): CFunction {
  const { count, where, selfApart } = item;
  const call = caller(item);
  return (L) => {
    try {
      const given = lua.lua_gettop(L);
      const execution = executions.of(L);
      executions.caller = L;
      if (where === "run" && !hasContext(execution)) return 0;
      if (!selfApart && (given < count.least || given > count.most)) throw new LuaError(count.message(given));
      if ((where === "body" && hasContext(execution)) || (where === "load" && execution.context !== "body")) {
        throw new LuaError(`${item.name}: not available outside of body context`);
      }
      const answer = call(L, execution, given);
      if (answer instanceof Waiting) return suspend(L, item, answer);
      if (answer instanceof Promise) return suspend(L, item, Waiting.for(answer, execution));
      return pushOutcome(L, answer);
    } catch (error) {
      return raise(L, item, error);
    }
  };
}

/** Reads the arguments and calls the body. */
type Caller<Host> = (L: LuaThread, execution: Execution<Host>, given: number) => Answer;

/** The common cases go without a list of the arguments: calls of declared functions are what scripts do most. */
function caller<Host>(item: FunctionItem<Host>): Caller<Host> {
  const { args, invoke, rest, selfApart } = item;
  const [first, second, third] = args;
  const general: Caller<Host> = (L, execution, given) => invoke(execution, ...readAll(item, L, given));
  if (selfApart || args.length > 3) return general;
  const most = rest === undefined ? Infinity : args.length;
  if (!first)
    return (L, execution, given) => (given > most ? general(L, execution, given) : invoke(execution));
  if (!second) {
    return (L, execution, given) =>
      given > most ? general(L, execution, given) : invoke(execution, first.read(L, 1));
  }
  return (L, execution, given) => {
    if (given > most) return general(L, execution, given);
    const value = first.read(L, 1);
    const next = second.read(L, 2);
    return third ? invoke(execution, value, next, third.read(L, 3)) : invoke(execution, value, next);
  };
}

/** The declared arguments and what follows them. */
function readAll<Host>(
  { args, rest, selfApart, count }: FunctionItem<Host>,
  L: LuaThread,
  given: number,
): unknown[] {
  const values: unknown[] = selfApart
    ? readApart(L, args, given, count)
    : args.map((argument, i) => argument.read(L, i + 1));
  if (rest !== undefined) for (let i = args.length + 1; i <= given; i++) values.push(readValue(L, i));
  return values;
}

/** Reads the object, takes it off the stack, and then counts and reads the rest as if it had never been there. */
function readApart(
  L: LuaThread,
  [self, ...args]: readonly Argument<unknown>[],
  given: number,
  count: Count,
): unknown[] {
  const object = self?.read(L, 1);
  lua.lua_remove(L, 1);
  if (given < count.least || given > count.most) throw new LuaError(count.message(given));
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

/** Turns what a body throws on purpose into Lua errors. All else passes: it may be the engine's own. */
function raise(L: LuaThread, item: { name: string }, error: unknown): never {
  if (error instanceof LuaError) return error.raiseOn(L);
  if (error instanceof HaluaError) return new LuaError(error.message).raiseOn(L);
  if (error instanceof Error && !culprits.has(error)) culprits.set(error, item.name);
  throw error;
}

/** Makes a native error that reached the engine into the text a script sees. */
export function nativeErrorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const culprit = error instanceof Error ? culprits.get(error) : undefined;
  return culprit === undefined ? `internal error: ${text}` : `internal error in '${culprit}': ${text}`;
}

/** Suspends the coroutine; raises Lua's own error where it cannot be. */
function suspend(L: LuaThread, item: { readonly name: string }, waiting: Waiting): number {
  waiting.item = item;
  return lua.lua_yieldk(L, 0, waiting, continueWaiting);
}

/** Runs when the coroutine is resumed: a wake that comes too early suspends it again. */
function continueWaiting(L: LuaThread, _status: number, context: unknown): number {
  const waiting = context as Waiting;
  try {
    if (!waiting.isOver) return lua.lua_yieldk(L, 0, waiting, continueWaiting);
    return pushOutcome(L, waiting.outcome());
  } catch (error) {
    return raise(L, waiting.item ?? { name: "?" }, error);
  }
}
