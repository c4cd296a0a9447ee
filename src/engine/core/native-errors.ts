/** What JavaScript throws, as a Lua error. */
import { position, STATUS } from "./errors.ts";
import { LuaError, type Thread } from "./model.ts";

/** Lets the host word its own exceptions: state-wide, set by lua_atnativeerror. */
export type NativeErrorHandler = (L: Thread, error: unknown) => LuaError | undefined;
export const nativeErrors: { handler: NativeErrorHandler | undefined } = { handler: undefined };

export function toLuaError(L: Thread, thrown: unknown): LuaError {
  if (thrown instanceof LuaError) return thrown;
  if (thrown instanceof RangeError) {
    if (thrown.message.includes("call stack")) {
      return new LuaError(`${position(L.ci)}stack overflow`, STATUS.ERRRUN);
    }
    if (/Invalid (string|array|typed array) length|allocation failed/.test(thrown.message)) {
      return new LuaError("not enough memory", STATUS.ERRMEM);
    }
  }
  const worded = nativeErrors.handler?.(L, thrown);
  if (worded) return worded;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LuaError(Buffer.from(message, "utf8").toString("latin1"), STATUS.ERRRUN);
}
