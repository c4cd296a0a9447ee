/**
 * What is changed in the pinned Fengari, in order, each change with its reason.
 * Fengari's lexer, parser and code generator stay; what runs the code is ours
 * (./core). Modules take each other's exports apart when they are loaded, so a
 * module is patched before the next one that uses it is loaded.
 */
import { createRequire } from "node:module";
import { instructionFunctions } from "./instructions.ts";
import { makeLexer, newString, tokenBytes } from "./lexer.ts";
import { makeScannerTable, type ScannerTableFunctions } from "./scanner-table.ts";
import { textOfBytes, textOfString } from "./source-string.ts";
import { HaluaError } from "../errors.ts";
import { chunkId } from "./core/errors.ts";
import { floatToInteger, textToNumber } from "./numerals.ts";
import { foldConstants } from "./folding.ts";
import type { FengariModule, FengariString, TaggedValue } from "./fengari.d.ts";

const require = createRequire(import.meta.url);
const VERSION = "0.1.5";

interface Patch {
  readonly module: string;
  readonly name: string;
  readonly reason: string;
  replacement(module: FengariModule): unknown;
}

let lexer: ReturnType<typeof makeLexer> | undefined;

function lexerOf(module: FengariModule): ReturnType<typeof makeLexer> {
  return (lexer ??= makeLexer(module));
}

function scannerTable(): ScannerTableFunctions {
  return makeScannerTable(load("lstring.js"), load("lobject.js"));
}

/** In the order in which they are made. */
export const patches: readonly Patch[] = [
  {
    module: "luaconf.js",
    name: "LUA_MAXINTEGER",
    reason: "integers have 64 bits",
    replacement: () => 9223372036854775807n,
  },
  {
    module: "luaconf.js",
    name: "LUA_MININTEGER",
    reason: "integers have 64 bits",
    replacement: () => -9223372036854775808n,
  },
  {
    module: "luaconf.js",
    name: "lua_numbertointeger",
    reason: "a float constant converts to 64 bits when the compiler folds a bit operator",
    replacement: () => (n: number) => floatToInteger(n) ?? false,
  },
  {
    module: "lstring.js",
    name: "luaS_hash",
    reason: "bytes under 0x10 were hashed without padding: different literals became one constant",
    replacement: () => (bytes: Uint8Array) => `|${textOfBytes(bytes)}`,
  },
  {
    module: "lstring.js",
    name: "luaS_hashlongstr",
    reason: "uses the hash above",
    replacement: () => (s: FengariString) => (s.hash ??= `|${textOfBytes(s.realstring)}`),
  },
  {
    module: "lstring.js",
    name: "luaS_new",
    reason: "copied every name of a source byte by byte, through an iterator",
    replacement: (module: FengariModule) => {
      const bless = module.luaS_bless as (L: unknown, bytes: Uint8Array) => FengariString;
      // No arrow: ltm.js calls it with `new`.
      return function luaS_new(L: unknown, bytes: Uint8Array): FengariString {
        return bless(L, Uint8Array.prototype.slice.call(bytes));
      };
    },
  },
  {
    module: "lstring.js",
    name: "luaS_eqlngstr",
    reason: "compared names byte by byte, at each look for a local variable",
    replacement: () => (a: FengariString, b: FengariString) => a === b || textOfString(a) === textOfString(b),
  },
  ...Object.entries(instructionFunctions).map(([name, made]) => ({
    module: "lopcodes.js",
    name,
    reason: "took an instruction apart into all its fields with every change",
    replacement: () => made,
  })),
  {
    module: "lzio.js",
    name: "luaZ_buffer",
    reason: "the text of a token that ./lexer.ts has read is in the source",
    replacement: () => tokenBytes,
  },
  {
    module: "llex.js",
    name: "luaX_next",
    reason: "read characters one by one, and made a string anew for each name",
    replacement: (module: FengariModule) => lexerOf(module).next,
  },
  {
    module: "llex.js",
    name: "luaX_lookahead",
    reason: "as luaX_next",
    replacement: (module: FengariModule) => lexerOf(module).lookahead,
  },
  {
    module: "llex.js",
    name: "luaX_newstring",
    reason: "names that the parser makes are shared with those of the source",
    replacement: () => newString,
  },
  {
    module: "ltable.js",
    name: "luaH_get",
    reason: "the scanner's table is a map",
    replacement: () => scannerTable().get,
  },
  {
    module: "ltable.js",
    name: "luaH_setfrom",
    reason: "cleared a map for each new name and constant",
    replacement: () => scannerTable().set,
  },
  {
    module: "lobject.js",
    name: "luaO_str2num",
    reason: "numerals have 64 bits; hexadecimal ones wrap, decimal ones that overflow are floats",
    replacement: () => (bytes: Uint8Array, target: TaggedValue) => {
      const numeral = textToNumber(textOfBytes(bytes));
      if (numeral === undefined) return 0;
      if (numeral.isFloat) target.setfltvalue(Number(numeral.value));
      else target.setivalue(numeral.value);
      return bytes.length + 1;
    },
  },
  {
    module: "lobject.js",
    name: "luaO_arith",
    reason: "constant expressions are folded in 64 bits",
    replacement: () => (_L: unknown, op: number, a: TaggedValue, b: TaggedValue, target: TaggedValue) => {
      foldConstants(op, a, b, target);
    },
  },
  {
    module: "lobject.js",
    name: "luaO_chunkid",
    reason: "a chunk name of exactly the maximal length lost a character",
    replacement: () => (source: Uint8Array) => Buffer.from(chunkId(textOfBytes(source)), "latin1"),
  },
];

/** The modules the compiler needs, in an order that loads. */
const ORDER = [
  "defs.js",
  "luaconf.js",
  "llimits.js",
  "lstring.js",
  "lzio.js",
  "lopcodes.js",
  "lapi.js",
  "llex.js",
  "ltable.js",
  "lobject.js",
  "lstate.js",
];

/** What ./core/front.ts calls, checked along with the patches. */
const USED: readonly (readonly [string, string])[] = [
  ["lapi.js", "lua_load"],
  ["lapi.js", "lua_settop"],
  ["lstate.js", "lua_newstate"],
  ["defs.js", "constant_types"],
];

function load(module: string): FengariModule {
  return require(`fengari/src/${module}`) as FengariModule;
}

/** Loads and patches Fengari's compiler; gives its modules by name. */
export function loadCompiler(): Readonly<Record<string, FengariModule>> {
  const { version } = require("fengari/package.json") as { version: string };
  if (version !== VERSION) fail(`fengari ${version} is installed; the engine is made for ${VERSION}`);
  const modules: Record<string, FengariModule> = {};
  for (const name of ORDER) {
    const module = (modules[name] = load(name));
    for (const patch of patches) {
      if (patch.module !== name) continue;
      if (!(patch.name in module)) fail(`fengari's ${name} has no ${patch.name}`);
      module[patch.name] = patch.replacement(module);
    }
  }
  for (const [name, item] of USED) {
    if (!(item in (modules[name] ?? {}))) fail(`fengari's ${name} has no ${item}`);
  }
  return modules;
}

function fail(what: string): never {
  throw new HaluaError("E_INTERNAL", `${what}; reinstall halua's dependencies (npm ci)`);
}
