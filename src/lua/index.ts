/**
 * The embedding kit: declared functions and classes on one side, Lua on the
 * other. The only room that sees the VM's stack.
 */
export * from "./arguments.ts";
export { LuaClass, method, type ClassExtras, type DeclaredClass } from "./class.ts";
export { canYield, Coroutine, type Resumed } from "./coroutine.ts";
export * from "./declare.ts";
export { LastArgumentError, LuaError } from "./errors.ts";
export { hasContext, yieldingContexts, type Context, type Execution } from "./execution.ts";
export { countHook, interruptEvery, proceed, type CountHook, type Interruption } from "./hook.ts";
export { opaque, opaqueArgument, opaqueField } from "./opaque.ts";
export { nothing, Several, Waiting, type Answer, type Outcome } from "./outcome.ts";
export { RecordKind, type RecordField } from "./record.ts";
export { TableClass } from "./table-class.ts";
export {
  asLuaTable,
  EmptyTable,
  ListsFromZero,
  LuaTable,
  OtherValue,
  seenType,
  tableIfAny,
  type Seen,
} from "./lua-table.ts";
export { executableLines, observeLines, type LineObserver } from "./lines.ts";
export { LuaState, type Called, type Loaded } from "./state.ts";
export * from "./table.ts";
export * from "./text.ts";
export * from "./values.ts";
export { libraryNames, type LibraryName, type LuaThread } from "../engine/index.ts";
