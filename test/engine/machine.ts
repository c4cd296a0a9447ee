/** Running Lua on the engine from a test. */
import { lauxlib, lua, openLibraries, type LuaThread } from "../../src/engine/index.ts";
import { bytesOf, pushText, textOf, toText } from "../../src/engine/strings.ts";

export { lauxlib, lua, openLibraries, bytesOf, pushText, textOf, toText };

/** What `print` and `io.write` wrote, in a state of its own. */
export class Machine {
  readonly L: LuaThread;
  output = "";

  constructor() {
    this.L = lauxlib.luaL_newstate();
    openLibraries(this.L);
    this.define("print", (L) => {
      const parts: string[] = [];
      for (let i = 1; i <= lua.lua_gettop(L); i++) {
        lauxlib.luaL_tolstring(L, i);
        parts.push(toText(L, -1) ?? "");
        lua.lua_pop(L, 1);
      }
      this.output += `${parts.join("\t")}\n`;
      return 0;
    });
    lua.lua_getglobal(this.L, bytesOf("io"));
    lua.lua_pushcfunction(this.L, (L) => {
      for (let i = 1; i <= lua.lua_gettop(L); i++) {
        // io.write shows floats by %.14g alone, without ".0".
        const isFloat = lua.lua_type(L, i) === lua.LUA_TNUMBER && !lua.lua_isinteger(L, i);
        this.output += isFloat ? `${Number(lua.lua_tonumberx(L, i))}` : (toText(L, i) ?? "");
      }
      return 0;
    });
    lua.lua_setfield(this.L, -2, bytesOf("write"));
    lua.lua_pop(this.L, 1);
  }

  /** Sets a global function. */
  define(name: string, fn: (L: LuaThread) => number): void {
    lua.lua_pushcfunction(this.L, fn);
    lua.lua_setglobal(this.L, bytesOf(name));
  }

  /** Loads a chunk onto the stack, or fails with the compiler's message. */
  load(source: string, name = "=test"): void {
    const bytes = bytesOf(source);
    if (lauxlib.luaL_loadbufferx(this.L, bytes, bytes.length, bytesOf(name), null) === lua.LUA_OK) return;
    throw new Error(this.pop());
  }

  pop(): string {
    const text = toText(this.L, -1) ?? textOf(lauxlib.luaL_typename(this.L, -1));
    lua.lua_pop(this.L, 1);
    return text;
  }

  /** The text of the chunk's one result; its error as "error: message". */
  run(source: string, name = "=test"): string {
    const { L } = this;
    // As lua.c does it, the chunk is called from a host function.
    lua.lua_pushcfunction(L, () => {
      this.load(source, name);
      lua.lua_call(L, 0, 1);
      lauxlib.luaL_tolstring(L, -1);
      return 1;
    });
    const status = lua.lua_pcall(L, 0, 1, 0);
    return status === lua.LUA_OK ? this.pop() : `error: ${this.pop()}`;
  }
}

/** The result of a chunk in a state of its own. */
export function evaluate(source: string): string {
  return new Machine().run(source);
}
