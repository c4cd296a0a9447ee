/** Keywords of the global section about Lua. Source: configuration manual 3.2 and 3.1; texts of hlua.c. */
import type { Line } from "../line.ts";
import type { State } from "../state.ts";
import type { LuaDirective, LuaOption } from "../types.ts";
import { isFault, parseTime, timeLimit } from "../units.ts";
import { linesOf, type LineParser } from "./build.ts";

const kw = linesOf(["global"]);

/** Carries out a directive now, as the lines below may need what it brings. */
function run(line: Line, state: State, directive: LuaDirective): void {
  state.global.lua.push(directive);
  const error = state.hooks.run(directive, state.global.logs.length > 0);
  if (error !== undefined) line.fail(error);
}

function option(line: Line, state: State, value: LuaOption): void {
  run(line, state, { kind: "option", option: value });
}

const load =
  (perThread: boolean): LineParser =>
  (line, state) => {
    const [, file = "", ...args] = line.words;
    if (file === "") {
      const missing = perThread ? "a file as parameter" : "a file name as parameter";
      line.fail(`'${line.keyword}' expects ${missing}.`);
    }
    state.luaStarted = true;
    run(line, state, { kind: "load", file, args, perThread });
  };

function prependPath(line: Line, state: State): void {
  line.atMost(2);
  const path = line.word(1);
  const type = line.word(2) || "path";
  if (path === "") line.fail("'lua-prepend-path' expects to receive a <path> as argument");
  if (type !== "path" && type !== "cpath") {
    line.fail("'lua-prepend-path' expects <type> to either be 'path' or 'cpath'");
  }
  state.luaStarted = true;
  run(line, state, { kind: "prepend-path", path, type });
}

type TimeoutName = "session-timeout" | "service-timeout" | "task-timeout" | "burst-timeout";

const timeout =
  (name: TimeoutName): LineParser =>
  (line, state) => {
    const text = line.word(1);
    const parsed = parseTime(text, "ms");
    if (isFault(parsed)) {
      const { fault } = parsed;
      if (fault === "char") return line.fail(`${line.keyword}: invalid timeout`);
      const limit = timeLimit(fault);
      return line.fail(`timer ${fault}flow in argument <${text}> to <${line.keyword}> (${limit})`);
    }
    option(line, state, { name, value: parsed.value });
  };

function forcedYield(line: Line, state: State): void {
  const text = line.word(1);
  if (!/^\s*[+-]?[0-9]*$/.test(text)) line.fail("tune.lua.forced-yield: invalid number");
  option(line, state, { name: "forced-yield", value: Number(text) });
}

function maxmem(line: Line, state: State): void {
  const text = line.word(1);
  if (text === "") line.fail("'tune.lua.maxmem' expects an integer argument (Lua memory size in MB).");
  const wrong = /^[+-]?[0-9]*([^0-9])/.exec(text)?.[1];
  if (wrong !== undefined) line.fail(`tune.lua.maxmem: invalid number ${text} (error at '${wrong}')`);
  option(line, state, { name: "maxmem", value: Number(text) });
}

function loggers(line: Line, state: State): void {
  line.atMost(1);
  const value = line.word(1);
  if (value !== "on" && value !== "off") {
    line.fail(`'tune.lua.log.loggers' expects either 'on' or 'off' but got '${value}'.`);
  }
  option(line, state, { name: "log.loggers", value: value === "on" });
}

function logStderr(line: Line, state: State): void {
  line.atMost(1);
  const value = line.word(1);
  if (value !== "on" && value !== "auto" && value !== "off") {
    line.fail(`'tune.lua.log.stderr' expects either 'on', 'auto', or 'off' but got '${value}'.`);
  }
  option(line, state, { name: "log.stderr", value });
}

function boolConversion(line: Line, state: State): void {
  line.atMost(1);
  const value = line.word(1);
  if (value !== "normal" && value !== "pre-3.1-bug") {
    line.fail(
      `'tune.lua.bool-sample-conversion' expects either 'normal' or 'pre-3.1-bug' but got '${value}'.`,
    );
  }
  if (state.luaStarted) {
    line.warn(
      'ignored as some Lua was loaded already. "tune.lua.bool-sample-conversion" must be set before any "lua-load" or "lua-load-per-thread" directive for it to be considered.',
    );
    return;
  }
  option(line, state, { name: "bool-sample-conversion", value });
}

const LIBRARIES = ["table", "io", "os", "string", "math", "utf8", "package", "debug"];

function openlibs(line: Line, state: State): void {
  line.atMost(1);
  const text = line.word(1);
  if (text === "") {
    line.fail(
      `'tune.lua.openlibs' expects 'all', 'none', or a comma-separated list of libraries: ${LIBRARIES.join(",")}`,
    );
  }
  if (state.luaStarted) {
    line.fail('\'tune.lua.openlibs\' must be set before any "lua-load" or "lua-load-per-thread" directive.');
  }
  const names = text.split(",").filter((name) => name !== "");
  for (const name of names) {
    if (name === "all" || name === "none" || LIBRARIES.includes(name)) continue;
    line.fail(
      `'tune.lua.openlibs': unknown library '${name}', expected one of: all,none,${LIBRARIES.join(",")}`,
    );
  }
  if (names.includes("none") && names.length > 1) {
    line.fail("'tune.lua.openlibs': 'none' cannot be combined with other libraries.");
  }
  const value = names.includes("all") ? LIBRARIES : names.filter((name) => name !== "none");
  option(line, state, { name: "openlibs", value });
}

export const GLOBAL_LUA_KEYWORDS = [
  kw(
    "lua-load",
    "1.6",
    "<file:path> [<argument:string>...]",
    "Runs a script in the state that all threads share, at this line. The arguments are the script's `...`.",
    load(false),
  ),
  kw(
    "lua-load-per-thread",
    "2.4",
    "<file:path> [<argument:string>...]",
    "Runs a script in one state a thread; `core.thread` tells them apart.",
    load(true),
  ),
  kw(
    "lua-prepend-path",
    "2.2",
    "<pattern:string> [{path|cpath}]",
    "Puts a pattern in front of `package.path` or `package.cpath`, for the scripts of the lines below.",
    prependPath,
  ),
  kw(
    "tune.lua.openlibs",
    "3.4",
    "<libraries:string>",
    "Which of Lua's libraries scripts have: `all`, `none`, or names with commas. Before any script is loaded.",
    openlibs,
  ),
  kw(
    "tune.lua.bool-sample-conversion",
    "3.2",
    "{normal|pre-3.1-bug}",
    "Whether booleans from fetches become Lua booleans, or the integers 0 and 1 as before version 3.1.",
    boolConversion,
  ),
  kw("tune.lua.log.loggers", "2.9", "{on|off}", "Whether what scripts log goes to the log targets.", loggers),
  kw(
    "tune.lua.log.stderr",
    "2.9",
    "{on|auto|off}",
    "Whether what scripts log goes to standard error; `auto`: when no log target takes it.",
    logStderr,
  ),
  kw(
    "tune.lua.session-timeout",
    "1.6",
    "<timeout:time>",
    "The time an action, fetch, converter or filter may run, waiting not counted. 4 s if not set.",
    timeout("session-timeout"),
  ),
  kw(
    "tune.lua.service-timeout",
    "1.6",
    "<timeout:time>",
    "The time a service may run, waiting not counted. 4 s if not set.",
    timeout("service-timeout"),
  ),
  kw(
    "tune.lua.task-timeout",
    "1.6",
    "<timeout:time>",
    "The time a task may run, waiting not counted. No limit if not set.",
    timeout("task-timeout"),
  ),
  kw(
    "tune.lua.burst-timeout",
    "2.8",
    "<timeout:time>",
    "The time a script may run without giving way. 1 s if not set, 0 for no limit.",
    timeout("burst-timeout"),
  ),
  kw(
    "tune.lua.forced-yield",
    "1.6",
    "<instructions:int>",
    "After how many instructions a script is made to give way.",
    forcedYield,
  ),
  kw(
    "tune.lua.maxmem",
    "1.6",
    "<megabytes:int>",
    "The memory all Lua states may use together; 0 for no limit.",
    maxmem,
  ),
];
