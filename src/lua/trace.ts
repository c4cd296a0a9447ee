import { lua, type LuaThread } from "../engine/index.ts";
import { bytesToText, textToBytes } from "./text.ts";

const what = textToBytes("Slnt");

/**
 * The call stack of a thread in the form of HAProxy's own messages: frames
 * innermost first, joined by `, `, each `short_src:line: in namewhat 'name'`
 * (hlua.c, hlua_traceback). Frames of the host that have no name are left out,
 * a tail call ends in ` ...`.
 */
export function trace(L: LuaThread): string {
  const frames: string[] = [];
  const ar = new lua.lua_Debug();
  for (let level = 0; lua.lua_getstack(L, level, ar) !== 0; level++) {
    lua.lua_getinfo(L, what, ar);
    const name = ar.name ? bytesToText(ar.name) : "";
    const kind = ar.namewhat ? bytesToText(ar.namewhat) : "";
    const isHost = ar.currentline < 0;
    if (isHost && kind === "") continue;
    const source = isHost ? "[C]" : bytesToText(ar.short_src ?? new Uint8Array());
    const line = isHost ? ": " : `:${ar.currentline}: `;
    frames.push(
      source + line + describe(kind, name, ar.what, ar.linedefined) + (ar.istailcall ? " ..." : ""),
    );
  }
  return frames.join(", ");
}

function describe(kind: string, name: string, type: Uint8Array | null, linedefined: number): string {
  if (kind !== "") return `in ${kind} '${name}'`;
  switch (type ? bytesToText(type) : "") {
    case "main":
      return "in main chunk";
    case "Lua":
      return `in function line ${linedefined}`;
    default:
      return "?";
  }
}
