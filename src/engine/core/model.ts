/**
 * The shapes of everything the engine holds: values, tables, functions,
 * threads, frames. Behaviour lives in the files beside this one.
 *
 * A Lua value is a plain JS value wherever JS has one:
 *   nil        undefined
 *   boolean    true, false
 *   integer    number while |v| <= 2^53-1 (never -0), bigint beyond
 *   float      LuaFloat, so that 3 and 3.0 differ at the cost of one `typeof`
 *   string     string whose every UTF-16 unit is one byte
 *   the rest   Table, LuaFunction, Userdata, Thread, Light
 */
import type { LuaDebug } from "../types.ts";

export type Value =
  undefined | boolean | number | bigint | string | LuaFloat | Table | LuaFunction | Userdata | Thread | Light;

/** A Lua float. Immutable. */
export class LuaFloat {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

/** A light userdata: one object for each distinct pointer, so that `===` compares it. */
export class Light {
  readonly p: unknown;
  constructor(p: unknown) {
    this.p = p;
  }
}

/** The variable behind an upvalue, shared by the closures that captured it. */
export class Cell {
  v: Value;
  constructor(v: Value) {
    this.v = v;
  }
}

export class Userdata {
  mt: Table | undefined;
  user: Value;
  readonly data: object;
  constructor(data: object) {
    this.mt = undefined;
    this.user = undefined;
    this.data = data;
  }
}

/** A key of a hash part: as a Value, but a float is its bare JS number (never a safe integer). */
export type Key = string | number | bigint | boolean | object;

/**
 * Which slot of a table holds which key. Tables that got the same string keys
 * in the same order share one shape, so that a compiled access can remember
 * (shape, slot). A dictionary has a shape of its own and its keys come and go.
 */
export class Shape {
  readonly index: Map<Key, number>;
  readonly keys: Key[];
  /** How many of `keys` belong to this shape; its descendants own the rest. Unused in a dictionary. */
  count: number;
  readonly dict: boolean;
  readonly next: Map<Key, Shape> | undefined;
  /** At how many keys a dictionary looks for dead ones. */
  limit: number;
  constructor(index: Map<Key, number>, keys: Key[], count: number, dict: boolean) {
    this.index = index;
    this.keys = keys;
    this.count = count;
    this.dict = dict;
    this.next = dict ? undefined : new Map<Key, Shape>();
    this.limit = 16;
  }
}

/** What a metatable says, looked up once; dropped when a `__` field of it changes. */
export class Meta {
  readonly index: Value;
  readonly newindex: Value;
  readonly call: Value;
  readonly eq: Value;
  readonly len: Value;
  readonly mode: Value;
  readonly gc: Value;
  constructor(get: (name: string) => Value) {
    this.index = get("__index");
    this.newindex = get("__newindex");
    this.call = get("__call");
    this.eq = get("__eq");
    this.len = get("__len");
    this.mode = get("__mode");
    this.gc = get("__gc");
  }
}

/** The bits of `Table.gc` that say what the table holds weakly, by its metatable's `__mode`. */
export const WEAK_KEYS = 1;
export const WEAK_VALUES = 2;

export const NO_VALUES: Value[] = [];
export const ROOT_SHAPE = new Shape(new Map(), [], 0, false);

export class Table {
  /** Elements 1..n, from index 1; the last one is never nil. Index 0 is unused. */
  arr: Value[];
  shape: Shape;
  slots: Value[];
  mt: Table | undefined;
  /** Cached metamethods, when this table serves as a metatable. */
  meta: Meta | null;
  /** What it holds weakly, and which collection reached it last: see ./mark.ts. */
  gc: number;
  /** How many integer keys went into the hash part and might belong behind the array part. */
  ints: number;
  /** How many elements its maker announced. */
  want: number;
  /** The last element that was cleared at the end of `arr`: a traversal may stand there. */
  cleared: number;
  constructor() {
    this.arr = NO_VALUES;
    this.shape = ROOT_SHAPE;
    this.slots = NO_VALUES;
    this.mt = undefined;
    this.meta = null;
    this.gc = 0;
    this.ints = 0;
    this.want = 0;
    this.cleared = 0;
  }
}

export interface LocalVariable {
  readonly name: string;
  readonly startpc: number;
  readonly endpc: number;
}

export interface UpvalueInfo {
  readonly name: string | undefined;
  readonly instack: boolean;
  readonly idx: number;
}

const NO_CODE = new Int32Array(0);

/** A function's code: PUC 5.3 instructions, four numbers each (op, A, B or Bx or sBx, C). */
export class Proto {
  code: Int32Array;
  k: Value[];
  protos: Proto[];
  upvalues: UpvalueInfo[];
  lineinfo: number[];
  locals: LocalVariable[];
  source: string | undefined;
  linedefined = 0;
  lastlinedefined = 0;
  numparams = 0;
  isVararg = false;
  maxstack = 2;
  /** What a call of a closure of this prototype runs; replaced as it gets compiled. */
  entry: Entry;
  /** Runs a frame whose registers are in an array, from any instruction. */
  resume: ((frame: LuaFrame) => Value) | undefined;
  /** As `resume`, with debug hooks. */
  traced: ((frame: LuaFrame) => Value) | undefined;
  /** What goes on with a frame at the header of a loop, as fast code; undefined where there cannot be any. */
  loops: Map<number, ((frame: LuaFrame) => Value) | undefined> | undefined;
  constructor(entry: Entry) {
    this.code = NO_CODE;
    this.k = [];
    this.protos = [];
    this.upvalues = [];
    this.lineinfo = [];
    this.locals = [];
    this.source = undefined;
    this.entry = entry;
    this.resume = undefined;
    this.traced = undefined;
    this.loops = undefined;
  }
}

/**
 * The way every function is called: arguments as JS arguments; the first
 * result is returned, `regs.n` says how many there are and, from two on,
 * `regs.rets` holds all. UNWIND returned means the frames up to the next driver save
 * themselves: a yield, or a call that has to be made from a shallower stack.
 */
export type Entry = (this: LuaFunction, ...args: Value[]) => Value;

export type HostC = (L: Thread) => number;

/** What a function of the host has and a Lua function has not. */
export class Host {
  readonly c: HostC | undefined;
  readonly up: Value[];
  readonly name: string;
  constructor(c: HostC | undefined, up: Value[], name: string) {
    this.c = c;
    this.up = up;
    this.name = name;
  }
}

export class LuaFunction {
  fn: Entry;
  readonly proto: Proto | null;
  cells: Cell[];
  readonly host: Host | null;
  constructor(fn: Entry, proto: Proto | null, cells: Cell[], host: Host | null) {
    this.fn = fn;
    this.proto = proto;
    this.cells = cells;
    this.host = host;
  }
}

/** One level of the logical call stack, for tracebacks and error positions. Reused. */
export class CallInfo {
  readonly prev: CallInfo | null;
  next: CallInfo | null;
  readonly d: number;
  fn: LuaFunction | null;
  /** The instruction being executed, when `fn` is a Lua function. */
  pc: number;
  /** Whether the next function to use this level was reached by a tail call. */
  tail: boolean;
  /** Where the stack of the C API begins for this level. */
  base: number;
  /** The registers, where they can be looked at. */
  frame: LuaFrame | null;
  constructor(prev: CallInfo | null) {
    this.prev = prev;
    this.next = null;
    this.d = prev === null ? 0 : prev.d + 1;
    this.fn = null;
    this.pc = 0;
    this.tail = false;
    this.base = 0;
    this.frame = null;
  }
}

/** An activation that left the JS stack: `resume` goes on with the results of what it waited for. */
export abstract class Frame {
  readonly ci: CallInfo;
  constructor(ci: CallInfo) {
    this.ci = ci;
  }
  /** Goes on; `first`, `regs.n` and `regs.rets` are the results of the call it waited for. */
  abstract resume(first: Value): Value;
  /** For a protected call: turns an error into results. Others let it pass. */
  recover: ((error: unknown) => Value) | undefined = undefined;
  /** Calls `visit` with the values it will still use. */
  eachValue(visit: (v: unknown) => void): void {
    visit(this.ci.fn);
  }
}

/** A Lua function's activation with its registers in an array. */
export interface LuaFrame extends Frame {
  readonly fn: LuaFunction;
  readonly proto: Proto;
  readonly R: Value[];
  /** Open upvalues by register. */
  readonly C: (Cell | undefined)[];
  readonly va: Value[];
  pc: number;
  /** Whether to go on with the instruction at `pc` itself: it was interrupted by a hook before it began. */
  redo: boolean;
  /** Open results, between the instruction that makes them and the one that takes them. */
  m: Value[];
}

export type HookFunction = (L: Thread, ar: DebugRecord) => void;

/** lua_Debug, with the call it is about. */
export interface DebugRecord extends LuaDebug {
  i_ci: CallInfo | null;
}

/** What the threads of one state share. */
export class Global {
  readonly registry = new Table();
  readonly typeMeta: (Table | undefined)[] = [];
  main: Thread | undefined = undefined;
  panic: HostC | null = null;
  nativeError: HostC | null = null;
  readonly lights = new Map<unknown, Light>();
  readonly lightObjects = new WeakMap<object, Light>();
  /** Objects with `__gc`, oldest first; closing the state runs them from the end. */
  readonly finalizers = new Set<Table | Userdata>();
  /** Those a collection found nobody else to refer to, in the order in which their `__gc` is to run. */
  readonly unreachable: (Table | Userdata)[] = [];
  /** What the host holds. */
  readonly pins = new Set<WeakRef<Cell>>();
  /** There are or were weak tables or objects with `__gc`: collections can be noticed. */
  collected = false;
  /** The sum of allocations at which the next collection is due. */
  due = Infinity;
  /** How many pins there may be before those let go of are looked for. */
  pinLimit = 64;
  /** What lua_gc was told. */
  readonly tuning = { running: true, pause: 200, stepmul: 200 };
  closed = false;
  /** A chunk names debug.getlocal or setlocal: registers have to be where they can be looked at. */
  observed = false;
}

export class Thread {
  readonly G: Global;
  readonly base: CallInfo;
  ci: CallInfo;
  /** The C API's stack: the levels of host functions one above the other. */
  stack: Value[];
  top: number;
  /** LUA_OK, LUA_YIELD or an error that ended the thread. */
  status: number;
  /** How many calls that cannot be suspended are under way. */
  nny: number;
  /** `nny` where no call of the host hides frames of Lua functions that are on the JS stack. */
  bare: number;
  /** Who resumed it can save itself, too. */
  outward: boolean;
  /** Host calls nested on the JS stack, PUC's nCcalls. */
  nC: number;
  /** The depth from which on a call unwinds the JS stack first. */
  dmax: number;
  /** The depth at which the JS stack of the present driver begins. */
  segment: number;
  /** The level below the call that waits in `regs.pending`. */
  pendingCi: CallInfo | null;
  /** What a yield hands over. */
  transfer: Value[];
  /** Frames off the JS stack, outermost first. */
  saved: Frame[];
  /** Frames saved by the unwinding under way, innermost first. */
  unw: Frame[];
  /** Who resumed this thread, while it runs. */
  from: Thread | null;
  hook: HookFunction | null;
  hookMask: number;
  hookBase: number;
  hookLeft: number;
  inHook: boolean;
  /** The level whose hook is running. */
  hookedAt: CallInfo | null;
  /** The level that stopped for a finalizer that is running. */
  finalizedAt: CallInfo | null;
  /** How many message handlers are running. */
  handling: number;
  /** Set by a yield inside a hook: the frame goes on with the instruction it is at. */
  hookYield: boolean;
  lastPc: number;
  lastCi: CallInfo | null;
  /** A suspended `<` stands for a `<=` the other way round. */
  negate: boolean;
  /** Left operands of an interrupted concatenation. */
  rest: Value[] | null;
  constructor(G: Global) {
    this.G = G;
    this.base = new CallInfo(null);
    this.ci = this.base;
    this.stack = [];
    this.top = 0;
    this.status = 0;
    this.nny = 0;
    this.bare = 0;
    this.outward = false;
    this.nC = 0;
    this.dmax = 0;
    this.segment = 0;
    this.pendingCi = null;
    this.transfer = NO_VALUES;
    this.saved = [];
    this.unw = [];
    this.from = null;
    this.hook = null;
    this.hookMask = 0;
    this.hookBase = 0;
    this.hookLeft = 0;
    this.inHook = false;
    this.hookedAt = null;
    this.finalizedAt = null;
    this.handling = 0;
    this.hookYield = false;
    this.lastPc = 0;
    this.lastCi = null;
    this.negate = false;
    this.rest = null;
  }
}

/** A Lua error on its way to the protected call that catches it. Not an Error: no JS trace is wanted. */
export class LuaError {
  readonly value: Value;
  readonly status: number;
  constructor(value: Value, status: number) {
    this.value = value;
    this.status = status;
  }
}

/** Throws a Lua error. */
export function throwLua(value: Value, status: number): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- no Error, see LuaError
  throw new LuaError(value, status);
}
