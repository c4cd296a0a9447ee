/** From source to prototypes, by Fengari's compiler. */
import { beginSource, endSource } from "../lexer.ts";
import { loadCompiler } from "../patches.ts";
import { textOfString } from "../source-string.ts";
import type { FengariProto, FengariString, TaggedValue } from "../fengari.d.ts";
import { firstCall } from "./activation.ts";
import { throwLua, LuaFloat, Proto, type Value } from "./model.ts";
import { OP } from "./opcodes.ts";
import { STATUS } from "./errors.ts";
import { regs } from "./regs.ts";

interface CompilerState {
  stack: TaggedValue[];
  top: number;
  nCcalls: number;
}

interface Compiler {
  /** The compiler's own state: it holds nothing between two chunks. */
  readonly L: CompilerState;
  settop: (L: CompilerState, index: number) => void;
  load: (
    L: CompilerState,
    reader: () => Uint8Array | null,
    data: null,
    name: Uint8Array,
    mode: null,
  ) => number;
}

let compiler: Compiler | undefined;

/** Loads and patches the compiler; where stock Fengari runs for comparison, nobody asks for it. */
export function getCompiler(): Compiler {
  if (compiler) return compiler;
  const modules = loadCompiler();
  const newState = modules["lstate.js"]?.lua_newstate as () => CompilerState;
  const { lua_settop: settop, lua_load: load } = modules["lapi.js"] as Record<string, unknown>;
  compiler = { L: newState(), settop, load } as Compiler;
  return compiler;
}

/** Compiles a chunk; raises its syntax error. */
export function compileSource(source: Uint8Array, name: string): Proto {
  let left: Uint8Array | null = source;
  const reader = (): Uint8Array | null => {
    const piece = left;
    left = null;
    return piece;
  };
  const { L, load, settop } = getCompiler();
  beginSource(source);
  // The parser's recursion counts among the calls from C that are under way.
  L.nCcalls = regs.L.nC;
  const status = load(L, reader, null, Buffer.from(name, "latin1"), null);
  const top = L.stack[L.top - 1];
  const result = top?.value as { p: FengariProto } & FengariString;
  try {
    if (status === STATUS.OK) return convert(result.p, name);
    throwLua(compilerMessage(textOfString(result)), STATUS.ERRSYNTAX);
  } finally {
    endSource();
    settop(L, 0);
  }
}

/** Fengari counts "JS levels" where Lua has C levels. */
function compilerMessage(message: string): string {
  return message.replace("too many JS levels (limit", "too many C levels (limit");
}

const TYPES = { FLOAT: 3, INTEGER: 19, STRING: 4 } as const;

function constant(k: TaggedValue): Value {
  switch (k.type) {
    case TYPES.FLOAT:
      return new LuaFloat(k.value as number);
    case TYPES.INTEGER:
      return k.value as number | bigint;
    default:
      if ((k.type & 15) === TYPES.STRING) return textOfString(k.value as FengariString);
      return k.value === null ? undefined : (k.value as boolean);
  }
}

/** Whether a chunk names what looks at the local variables of running functions. */
export function observesLocals(p: Proto): boolean {
  return p.k.includes("getlocal") || p.k.includes("setlocal") || p.protos.some(observesLocals);
}

function convert(from: FengariProto, source: string): Proto {
  const p = new Proto(firstCall);
  p.code = convertCode(from);
  p.k = from.k.map(constant);
  p.protos = from.p.map((inner) => convert(inner, source));
  p.upvalues = from.upvalues.map(({ name, instack, idx }) => {
    return { name: name === null ? undefined : textOfString(name), instack: instack === true, idx };
  });
  p.lineinfo = from.lineinfo;
  p.locals = from.locvars.map(({ varname, startpc, endpc }) => ({
    name: textOfString(varname),
    startpc,
    endpc,
  }));
  p.source = source;
  p.linedefined = from.linedefined;
  p.lastlinedefined = from.lastlinedefined;
  p.numparams = from.numparams;
  p.isVararg = from.is_vararg === true;
  p.maxstack = from.maxstacksize;
  return p;
}

function convertCode(from: FengariProto): Int32Array {
  const code = new Int32Array(from.code.length * 4);
  let at = 0;
  for (const i of from.code) {
    code[at] = i.opcode;
    code[at + 1] = i.opcode === OP.EXTRAARG ? i.Ax : i.A;
    code[at + 2] = operandB(i);
    code[at + 3] = i.C;
    at += 4;
  }
  return code;
}

function operandB(i: FengariProto["code"][number]): number {
  switch (i.opcode) {
    case OP.LOADK:
    case OP.CLOSURE:
      return i.Bx;
    case OP.JMP:
    case OP.FORLOOP:
    case OP.FORPREP:
    case OP.TFORLOOP:
      return i.sBx;
    default:
      return i.B;
  }
}
