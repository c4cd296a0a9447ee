import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkInteger } from "../../numbers.ts";
import { bytesOf, checkText, pushText, toText } from "../../strings.ts";
import type { CFunction, LuaThread } from "../../types.ts";
import {
  argumentError,
  checkAny,
  checkOption,
  isAbsent,
  lua,
  raise,
  setFunctions,
  type Functions,
} from "../api.ts";
import { general } from "../string/printf.ts";
import { failureFrom, type Failure } from "./errno.ts";
import {
  checkFile,
  checkOpen,
  closeFile,
  addFileMetamethods,
  createFileType,
  fileText,
  pushFailure,
  pushFile,
  pushOutcome,
  testFile,
} from "./handle.ts";
import { CommandStream } from "./process.ts";
import { readFormats } from "./read.ts";
import { stderr, stdin, stdout, writeOut } from "./standard.ts";
import { Stream } from "./stream.ts";

type Direction = "input" | "output";

const registryKeys = { input: bytesOf("_IO_input"), output: bytesOf("_IO_output") };

/** Opens a file in a mode of C's fopen. */
function openStream(name: string, mode: string): Stream | Failure {
  const plus = mode.includes("+");
  const access = {
    read: plus || mode.startsWith("r"),
    write: plus || !mode.startsWith("r"),
    append: mode.startsWith("a"),
  };
  let flags = plus ? constants.O_RDWR : access.read ? constants.O_RDONLY : constants.O_WRONLY;
  if (mode.startsWith("w")) flags |= constants.O_CREAT | constants.O_TRUNC;
  if (mode.startsWith("a")) flags |= constants.O_CREAT | constants.O_APPEND;
  try {
    return new Stream(openSync(Buffer.from(name.split("\0", 1)[0] ?? "", "latin1"), flags, 0o666), access);
  } catch (error) {
    return failureFrom(error);
  }
}

function pushStream(L: LuaThread, stream: Stream): void {
  pushFile(L, { stream, standard: false });
}

function open(L: LuaThread): number {
  const name = checkText(L, 1);
  const mode = isAbsent(L, 2) ? "r" : checkText(L, 2);
  if (!/^[rwa]\+?b*$/.test(mode)) argumentError(L, 2, "invalid mode");
  const opened = openStream(name, mode);
  if (!(opened instanceof Stream)) return pushFailure(L, opened, name);
  pushStream(L, opened);
  return 1;
}

function popen(L: LuaThread): number {
  const command = checkText(L, 1);
  const mode = isAbsent(L, 2) ? "r" : checkText(L, 2);
  if (mode !== "r" && mode !== "w") return argumentError(L, 2, "invalid mode");
  const opened = CommandStream.open(command, mode);
  if (!(opened instanceof Stream)) return pushFailure(L, opened, command);
  pushStream(L, opened);
  return 1;
}

function tmpfile(L: LuaThread): number {
  const folder = mkdtempSync(join(tmpdir(), "lua-"));
  try {
    const fd = openSync(join(folder, "tmpfile"), "w+", 0o600);
    pushStream(L, new Stream(fd, { read: true, write: true, append: false }));
    return 1;
  } catch (error) {
    return pushFailure(L, failureFrom(error));
  } finally {
    // The file lives on without a name until it is closed.
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The stream that `io.read` or `io.write` uses. */
function standardStream(L: LuaThread, direction: Direction): Stream {
  lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, registryKeys[direction]);
  const { stream } = checkFile(L, -1);
  lua.lua_pop(L, 1);
  if (stream.closed) raise(L, `standard ${direction} file is closed`);
  return stream;
}

/** `io.input` and `io.output`: sets the default file, by name or file, and returns it. */
function defaultFile(direction: Direction, mode: string): CFunction {
  return (L) => {
    if (!isAbsent(L, 1)) {
      const name = toText(L, 1);
      if (name !== undefined) openOrRaise(L, name, mode);
      else {
        checkOpen(L, 1);
        lua.lua_pushvalue(L, 1);
      }
      lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, registryKeys[direction]);
    }
    lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, registryKeys[direction]);
    return 1;
  };
}

function openOrRaise(L: LuaThread, name: string, mode: string): void {
  const opened = openStream(name, mode);
  if (!(opened instanceof Stream)) raise(L, `cannot open file '${name}' (${opened.text})`);
  else pushStream(L, opened);
}

/** Writes arguments `first` and up, with the file on top of the stack as the result. */
function write(L: LuaThread, stream: Stream, first: number): number {
  const last = lua.lua_gettop(L) - 1;
  stream.failure = undefined;
  for (let arg = first; arg <= last; arg++) {
    const text = lua.lua_type(L, arg) === lua.LUA_TNUMBER ? writtenNumber(L, arg) : checkText(L, arg);
    const good = stream === stdout ? writeOut(text) : stream.write(text);
    if (!good) return pushFailure(L, stream.failure);
  }
  return 1;
}

/** A number as `write` puts it: floats without the ".0" that `tostring` adds. */
function writtenNumber(L: LuaThread, arg: number): string {
  if (lua.lua_isinteger(L, arg)) return toText(L, arg) ?? "";
  const value = Number(lua.lua_tonumberx(L, arg));
  if (!Number.isFinite(value)) return toText(L, arg) ?? "";
  return `${value < 0 || Object.is(value, -0) ? "-" : ""}${general(Math.abs(value), 14, false)}`;
}

/** Most formats that an iterator over lines keeps. */
const maxFormats = 250;

/**
 * Pushes an iterator that reads by the formats in arguments 2 and up from the
 * file at argument 1, which it closes at the end if it opened it itself.
 */
function pushLines(L: LuaThread, closes: boolean): void {
  const count = lua.lua_gettop(L) - 1;
  if (count > maxFormats) argumentError(L, maxFormats + 2, "too many arguments");
  const step = (L: LuaThread): number => {
    const handle = checkFile(L, lua.lua_upvalueindex(1));
    if (handle.stream.closed) return raise(L, "file is already closed");
    lua.lua_settop(L, 1);
    lua.lua_checkstack(L, count + 20);
    for (let i = 1; i <= count; i++) lua.lua_pushvalue(L, lua.lua_upvalueindex(1 + i));
    const results = readFormats(L, handle.stream, 2);
    if (lua.lua_toboolean(L, -results)) return results;
    if (results > 1) return raise(L, toText(L, -results + 1) ?? "");
    if (closes) {
      lua.lua_settop(L, 0);
      closeFile(L, handle);
    }
    return 0;
  };
  lua.lua_settop(L, count + 1);
  lua.lua_pushcclosure(L, step, count + 1);
}

function ioLines(L: LuaThread): number {
  if (lua.lua_type(L, 1) === lua.LUA_TNONE) lua.lua_pushnil(L);
  const fromDefault = lua.lua_type(L, 1) === lua.LUA_TNIL;
  if (fromDefault) {
    lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, registryKeys.input);
    lua.lua_replace(L, 1);
    checkOpen(L, 1);
  } else {
    openOrRaise(L, checkText(L, 1), "r");
    lua.lua_replace(L, 1);
  }
  pushLines(L, !fromDefault);
  return 1;
}

function close(L: LuaThread): number {
  if (lua.lua_type(L, 1) === lua.LUA_TNONE) lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, registryKeys.output);
  checkOpen(L, 1);
  return closeFile(L, checkFile(L, 1));
}

function flush(L: LuaThread, stream: Stream): number {
  return pushOutcome(L, stream.flush() ? undefined : stream.failure);
}

function type(L: LuaThread): number {
  checkAny(L, 1);
  const handle = testFile(L, 1);
  if (!handle) lua.lua_pushnil(L);
  else pushText(L, handle.stream.closed ? "closed file" : "file");
  return 1;
}

function seek(L: LuaThread): number {
  const stream = checkOpen(L, 1);
  const whence = checkOption(L, 2, ["set", "cur", "end"], "cur");
  const offset = isAbsent(L, 3) ? 0 : Number(checkInteger(L, 3));
  const position = stream.seek(whence, offset);
  if (typeof position !== "number") return pushFailure(L, position);
  lua.lua_pushinteger(L, position);
  return 1;
}

function setvbuf(L: LuaThread): number {
  const stream = checkOpen(L, 1);
  const mode = checkOption(L, 2, ["no", "full", "line"]);
  if (!isAbsent(L, 3)) checkInteger(L, 3);
  stream.setBuffering(mode);
  lua.lua_pushboolean(L, true);
  return 1;
}

const methods: Functions = {
  close,
  flush: (L) => flush(L, checkOpen(L, 1)),
  lines: (L) => {
    checkOpen(L, 1);
    pushLines(L, false);
    return 1;
  },
  read: (L) => readFormats(L, checkOpen(L, 1), 2),
  seek,
  setvbuf,
  write: (L) => {
    const stream = checkOpen(L, 1);
    lua.lua_pushvalue(L, 1);
    return write(L, stream, 2);
  },
};

function collected(L: LuaThread): number {
  const handle = checkFile(L, 1);
  if (!handle.stream.closed && !handle.standard) closeFile(L, handle);
  return 0;
}

const metamethods: Functions = {
  __tostring: (L) => {
    pushText(L, fileText(L, 1));
    return 1;
  },
};

const functions: Functions = {
  close,
  flush: (L) => flush(L, standardStream(L, "output")),
  input: defaultFile("input", "r"),
  lines: ioLines,
  open,
  output: defaultFile("output", "w"),
  popen,
  read: (L) => readFormats(L, standardStream(L, "input"), 1),
  tmpfile,
  type,
  write: (L) => {
    const stream = standardStream(L, "output");
    lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, registryKeys.output);
    return write(L, stream, 1);
  },
};

/** Opens `io`. */
export function openIo(L: LuaThread): number {
  createFileType(L, methods, metamethods);
  lua.lua_newtable(L);
  setFunctions(L, functions);
  const standard: [string, Stream, Direction?][] = [
    ["stdin", stdin, "input"],
    ["stdout", stdout, "output"],
    ["stderr", stderr],
  ];
  for (const [name, stream, direction] of standard) {
    pushFile(L, { stream, standard: true });
    if (direction) {
      lua.lua_pushvalue(L, -1);
      lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, registryKeys[direction]);
    }
    lua.lua_setfield(L, -2, bytesOf(name));
  }
  // Only now: the standard streams have nothing to finalize, and should start no collections.
  addFileMetamethods(L, { __gc: collected });
  return 1;
}
