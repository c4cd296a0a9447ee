import { closeSync, constants, lstatSync, openSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { stateOf } from "../../access/index.ts";
import { checkInteger } from "../../numbers.ts";
import { checkText, pushText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { checkOption, type Functions, isAbsent, lua, raise, setFunctions } from "../api.ts";
import { failureFrom } from "../io/errno.ts";
import { pushEnding, pushFailure, pushOutcome } from "../io/handle.ts";
import { hasShell, runShell } from "../io/process.ts";
import { stdout } from "../io/standard.ts";
import { timeFunctions } from "./time.ts";

/** Ends the program for `os.exit`; gives the exit status. Whoever sets one must not return from it. */
export type ExitHandler = (status: number) => void;

const exitHandlers = new WeakMap<object, ExitHandler>();

/** Lets the host end the program its own way (release its slots first) when a script calls `os.exit`. */
export function setExitHandler(L: LuaThread, handler: ExitHandler): void {
  exitHandlers.set(stateOf(L), handler);
}

function exit(L: LuaThread): number {
  let status: number;
  if (lua.lua_type(L, 1) === lua.LUA_TBOOLEAN) status = lua.lua_toboolean(L, 1) ? 0 : 1;
  else status = isAbsent(L, 1) ? 0 : Number(BigInt.asUintN(8, BigInt(checkInteger(L, 1))));
  stdout.flush();
  const handler = exitHandlers.get(stateOf(L));
  if (handler) handler(status);
  else process.exit(status);
  return 0;
}

function execute(L: LuaThread): number {
  if (isAbsent(L, 1)) {
    lua.lua_pushboolean(L, hasShell());
    return 1;
  }
  const ending = runShell(checkText(L, 1));
  return "what" in ending ? pushEnding(L, ending) : pushFailure(L, ending);
}

function getenv(L: LuaThread): number {
  const value = process.env[Buffer.from(checkText(L, 1), "latin1").toString()];
  if (value === undefined) lua.lua_pushnil(L);
  else pushText(L, Buffer.from(value).toString("latin1"));
  return 1;
}

function pathOf(name: string): Buffer {
  return Buffer.from(name.split("\0", 1)[0] ?? "", "latin1");
}

function remove(L: LuaThread): number {
  const name = checkText(L, 1);
  const path = pathOf(name);
  try {
    if (lstatSync(path).isDirectory()) rmdirSync(path);
    else unlinkSync(path);
  } catch (error) {
    return pushFailure(L, failureFrom(error), name);
  }
  return pushOutcome(L, undefined);
}

function rename(L: LuaThread): number {
  const from = checkText(L, 1);
  const to = checkText(L, 2);
  try {
    renameSync(pathOf(from), pathOf(to));
  } catch (error) {
    return pushFailure(L, failureFrom(error));
  }
  return pushOutcome(L, undefined);
}

function tmpname(L: LuaThread): number {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  for (let attempt = 0; attempt < 100; attempt++) {
    const name = `/tmp/lua_${[...randomBytes(6)].map((byte) => letters[byte % letters.length]).join("")}`;
    try {
      // The file is made at once, so that the name stays free for its owner.
      closeSync(openSync(name, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600));
      pushText(L, name);
      return 1;
    } catch (error) {
      if (failureFrom(error).text !== "File exists") break;
    }
  }
  return raise(L, "unable to generate a unique filename");
}

const categories = ["all", "collate", "ctype", "monetary", "numeric", "time"] as const;

/** Only the C locale is there: its names are accepted, all others are refused as unknown. */
function setlocale(L: LuaThread): number {
  const name = isAbsent(L, 1) ? undefined : checkText(L, 1);
  checkOption(L, 2, categories, "all");
  if (name === undefined || name === "" || name === "C" || name === "POSIX") pushText(L, "C");
  else lua.lua_pushnil(L);
  return 1;
}

const functions: Functions = { execute, exit, getenv, remove, rename, setlocale, tmpname, ...timeFunctions };

/** Opens `os`. */
export function openOs(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  return 1;
}
