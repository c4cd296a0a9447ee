/** Keywords of the global section that do something. Source: configuration manual 3; texts of cfgparse-global.c and others. */
import { accountId } from "../accounts.ts";
import { parseAddress } from "../address.ts";
import { LineAbandoned } from "../diagnostics.ts";
import { createBind } from "../drafts/lines.ts";
import { parseExpression } from "../expressions.ts";
import type { Line } from "../line.ts";
import { parseLogFormat } from "../log-format.ts";
import { parseLogTarget } from "../log-target.ts";
import { placesOf } from "../samples.ts";
import { unavailableText, type State } from "../state.ts";
import type { GlobalVariable, UnixSettings } from "../types.ts";
import type { DefaultPath } from "../working-directory.ts";
import { leadingInteger, wholeInteger, timeLimit } from "../units.ts";
import { parseVariable } from "../variables.ts";
import { Cursor } from "../cursor.ts";
import { parseBindParameters } from "./bind.ts";
import { alreadySet, flag, linesOf, sizeArgument, timeArgument, timeOr, type LineParser } from "./build.ts";
import type { GlobalDraft } from "../drafts/global.ts";

const kw = linesOf(["global"]);

type NumberField = "maxconnRate" | "maxsessRate" | "ulimitN";

/** A number as C's atol reads it, given once. */
const onceInteger =
  (field: NumberField): LineParser =>
  (line, state) => {
    line.atMost(1);
    if (alreadySet(line, state, line.keyword)) return;
    if (line.word(1) === "") {
      state.seen.delete(line.keyword);
      line.fail(`'${line.keyword}' expects an integer argument.`);
    }
    state.global[field] = leadingInteger(line.word(1));
  };

function nbthread(line: Line, state: State): void {
  line.atMost(1);
  const value = wholeInteger(line.word(1));
  if (value === undefined) {
    line.fail(`'nbthread' passed a missing or unparsable integer value in '${line.word(1)}'`);
  }
  if (value < 1 || value > 1024) line.fail(`'nbthread' value must be between 1 and 1024 (was ${value})`);
  state.global.nbthread = value;
}

function maxconn(line: Line, state: State): void {
  line.atMost(1);
  const text = line.word(1);
  if (alreadySet(line, state, "maxconn")) return;
  if (text === "") {
    state.seen.delete("maxconn");
    line.fail("'maxconn' expects an integer argument.");
  }
  const value = wholeInteger(text);
  if (value === undefined) line.fail(`cannot parse 'maxconn' value '${text}', an integer is expected.`);
  state.global.maxconn = value;
}

type PathField = "caBase" | "crtBase" | "keyBase";

const basePath =
  (field: PathField): LineParser =>
  (line, state) => {
    line.atMost(1);
    if (state.global[field] !== undefined) line.fail(`'${line.keyword}' already specified.`);
    if (line.word(1) === "") {
      line.fail(`global statement '${line.keyword}' expects a directory path as an argument.`);
    }
    state.global[field] = line.word(1);
  };

function environmentVariable(line: Line, state: State): void {
  const { keyword } = line;
  const name = line.word(1);
  if (keyword === "setenv" || keyword === "presetenv") {
    line.atMost(2);
    if (name === "") line.fail(`'${keyword}' expects environment variable name.\n.`);
    if (line.word(2) === "") line.fail(`'${keyword}' expects environment variable value for '${name}'.\n.`);
    if (keyword === "setenv" || state.environment.get(name) === undefined) {
      state.environment.set(name, line.word(2));
    }
  } else if (keyword === "unsetenv") {
    if (name === "") line.fail("'unsetenv' expects at least one variable name.");
    for (const each of line.words.slice(1)) state.environment.unset(each);
  } else {
    const keep = new Set(line.words.slice(1));
    for (const each of [...state.environment.names()]) {
      if (!keep.has(each)) state.environment.unset(each);
    }
  }
}

function stats(line: Line, state: State): void {
  const { stats: target } = state.global;
  switch (line.word(1)) {
    case "socket":
      statsSocket(line, state);
      return;
    case "timeout":
      target.timeout = timeOr(line, line.word(2), "ms", (fault, char) => {
        if (fault === "char") return line.fail(`'stats timeout' : unexpected character '${char}'`);
        const limit = timeLimit(fault);
        return line.fail(`timer ${fault}flow in argument '${line.word(2)}' to 'stats timeout' (${limit})`);
      });
      if (target.timeout === 0) line.fail("'stats timeout' expects a positive value");
      return;
    case "maxconn":
      target.maxconn = leadingInteger(line.word(2));
      if (target.maxconn <= 0) line.fail("'stats maxconn' expects a positive value");
      return;
    case "bind-process":
      line.fail("'stats bind-process' is not supported anymore.");
      break;
    case "calculate-max-counters":
      if (line.word(2) !== "on" && line.word(2) !== "off") {
        line.fail(`'stats calculate-max-counters' only supports 'on' or 'off' (got '${line.word(2)}')`);
      }
      return;
    default:
      line.fail(
        "'stats' only supports 'socket', 'maxconn', 'bind-process', 'calculate-max-counters'  and 'timeout'" +
          ` (got '${line.word(1)}')`,
      );
  }
}

function statsSocket(line: Line, state: State): void {
  const text = line.word(2);
  if (text === "")
    line.fail("'stats socket' in global section expects an address or a path to a UNIX socket");
  const bind = createBind(text, line.location);
  for (const part of text.split(",")) {
    const address = line.try(
      (error) => `parsing ${line.where} : 'stats socket' : ${error}`,
      () =>
        parseAddress(
          part,
          { stream: true, port: "required", portRange: true, fd: true, names: true },
          state.environment,
        ),
    );
    bind.addresses.push(address);
  }
  parseBindParameters(new Cursor(line.words, 3), bind, line, state, {
    unknown: (word) => `'stats socket' : unknown keyword '${word}'.`,
    fault: (error) => `'stats socket' : '${error}'`,
    suggest: false,
  });
  state.global.stats.sockets.push(bind);
}

function closeSpreadTime(line: Line, state: State): void {
  line.atMost(1);
  if (line.word(1) === "") line.fail("'close-spread-time' expects <time> as argument.");
  state.global.closeSpreadTime =
    line.word(1) === "infinite" ? "infinite" : timeArgument(line, line.word(1), line.keyword);
}

const stopTime =
  (field: "hardStopAfter" | "grace"): LineParser =>
  (line, state) => {
    line.atMost(1);
    if (line.word(1) === "") line.fail(`'${line.keyword}' expects <time> as argument.`);
    state.global[field] = timeArgument(line, line.word(1), line.keyword);
  };

function defaultPath(line: Line, state: State): void {
  const mode = line.word(1);
  if (mode === "current" || mode === "config" || mode === "parent") {
    changeDirectory(line, state, { mode });
    return;
  }
  if (mode !== "origin") {
    const missing = mode === "" ? "missing" : "unsupported";
    line.fail(
      `${missing} default-path mode '${mode}' for 'default-path', supported modes include 'current', 'config', 'parent', and 'origin'.`,
    );
  }
  const directory = line.word(2);
  if (directory === "") line.fail("'default-path origin' expects a directory as an argument.");
  changeDirectory(line, state, { mode, directory });
}

function changeDirectory(line: Line, state: State, path: DefaultPath): void {
  const error = state.directory.set(path, line.location);
  if (error !== undefined) {
    const target = path.mode === "origin" ? `origin '${path.directory}'` : `'${path.mode}'`;
    line.fail(`couldn't set 'default-path' to ${target}: ${error}.`);
  }
  state.global.defaultPath = path;
}

/** A file name, given once. */
const onceFile =
  (field: "pidfile" | "chroot", what: string, again: string): LineParser =>
  (line, state) => {
    line.atMost(1);
    if (line.word(1) === "") line.fail(`'${line.keyword}' expects ${what} as an argument.`);
    if (state.global[field] !== undefined) {
      line.warn(`'${line.keyword}' ${again}. Continuing.`);
      return;
    }
    state.global[field] = line.word(1);
  };

function shmStatsFile(line: Line, state: State): void {
  if (state.global.shmStatsFile !== undefined) line.fail("'shm-stats-file' already specified.");
  if (line.word(1) === "") line.fail("'shm-stats-file' expect one argument: a file path.");
  state.global.shmStatsFile = line.word(1);
}

function shmStatsFileMaxObjects(line: Line, state: State): void {
  if (line.word(1) === "") {
    line.fail("'shm-stats-file-max-objects' expect one argument: max objects number.");
  }
  state.global.shmStatsFileMaxObjects = leadingInteger(line.word(1));
}

function account(line: Line, state: State, kind: "user" | "group", numeric: boolean): void {
  const { global } = state;
  line.atMost(1);
  const field = kind === "user" ? "uid" : "gid";
  const again =
    kind === "user"
      ? "user/uid already specified. Continuing."
      : numeric
        ? "group/gid already specified. Continuing."
        : "gid/group was already specified. Continuing.";
  if (global[field] !== undefined) {
    line.alert(again);
    return;
  }
  const text = line.word(1);
  if (numeric) {
    if (text === "") line.fail(`'${line.keyword}' expects an integer argument.`);
    const id = wholeInteger(text);
    if (id === undefined) {
      line.warn(
        ` ${line.keyword}: string '${text}' is not a number.\n` +
          `   | You might want to use the '${kind}' parameter to use a system ${kind} name.`,
      );
      return;
    }
    global[field] = id;
    return;
  }
  const id = accountId(state.files, kind, text);
  if (id === undefined) line.fail(`cannot find ${kind} id for '${text}' (0:Success)`);
  global[kind] = text;
  global[field] = id;
}

function log(line: Line, state: State): void {
  if (line.modifier === "no") {
    if (line.word(1) !== "") line.fail("log : 'no log' does not expect arguments");
    state.global.logs.length = 0;
    return;
  }
  if (line.word(1) === "global" && line.word(2) === "") {
    line.fail("log : 'global' is not supported for a global syslog server");
  }
  const target = line.try(
    (error) => `log : ${error}`,
    () => parseLogTarget(line.words.slice(1), "global", state.environment, line.location),
  );
  state.global.logs.push(target);
}

function logTag(line: Line, state: State): void {
  line.atMost(1);
  if (line.word(1) === "") line.fail("'log-tag' expects a tag for use in syslog.");
  state.global.logTag = line.word(1);
}

function node(line: Line, state: State): void {
  line.atMost(1);
  if (!/^[A-Za-z0-9_.-]+$/.test(line.word(1))) {
    line.failTight(
      "'node' requires valid node name - non-empty string with digits(0-9), letters(A-Z, a-z), dot(.), hyphen(-) or underscode(_).",
    );
  }
  state.global.node = line.word(1);
}

function description(line: Line, state: State): void {
  if (line.word(1) === "") line.failTight("'description' expects a string argument.");
  state.global.description = line.words.slice(1).join(" ");
}

const CONFIG_PLACES = placesOf("configuration parser");

/** `set-var` and `set-var-fmt`: in the global section for `proc.` only. */
function setVariable(line: Line, state: State): void {
  const { keyword } = line;
  const name = line.word(1);
  const fmt = keyword === "set-var-fmt";
  if (name === "" || line.word(2) === "") {
    const what = fmt ? "a format string" : "a sample expression";
    line.fail(`'${keyword}' requires a process-wide variable name ('proc.<name>') and ${what}.`);
  }
  const plain = (error: string): string => error;
  const variable = line.try(plain, () => parseVariable(name));
  const { catalog } = state;
  const shown = `${keyword}(${name})`;
  if (fmt) {
    const value = line.try(plain, () => parseLogFormat(line.word(2), { catalog, places: CONFIG_PLACES }));
    onlyProc(line, variable.scope, name);
    keepVariable(state, { kind: "set-var-fmt", name: variable.name, value });
    return;
  }
  const { expression } = line.try(plain, () => parseExpression({ words: line.words, index: 2 }, catalog));
  if ((expression.places & CONFIG_PLACES) === 0) line.fail(unavailableText(shown, expression));
  onlyProc(line, variable.scope, name);
  keepVariable(state, { kind: "set-var", name: variable.name, value: expression });
}

function keepVariable(state: State, variable: GlobalVariable): void {
  state.global.variables.push(variable);
  state.hooks.setVariable(variable);
}

function onlyProc(line: Line, scope: string, name: string): void {
  if (scope === "proc") return;
  line.fail(
    `'${line.keyword}': cannot set variable '${name}', only scope 'proc' is permitted in the global section.`,
  );
}

function unixBind(line: Line, state: State): void {
  const target = state.global.unixBind;
  const cursor = new Cursor(line.words, 1);
  while (!cursor.atEnd) {
    const name = cursor.next();
    const value = cursor.next();
    if (name === "prefix") {
      if (target.prefix !== undefined) {
        line.alert("unix-bind 'prefix' already specified. Continuing.");
        continue;
      }
      if (value === "") line.fail("unix_bind 'prefix' expects a path as an argument.");
      target.prefix = value;
    } else if (name === "mode") {
      target.mode = parseInt(value, 8) || 0;
    } else if (name === "uid" || name === "gid") {
      target[name] = leadingInteger(value);
    } else if (name === "user" || name === "group") {
      const id = accountId(state.files, name, value);
      if (id === undefined) line.fail(`'unix-bind' : '${value}' unknown ${name}.`);
      unixAccount(target, name, value, id);
    } else {
      line.fail("'unix-bind' only supports the 'prefix', 'mode', 'uid', 'gid', 'user' and 'group' options.");
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function unixAccount(target: Mutable<UnixSettings>, kind: "user" | "group", name: string, id: number): void {
  target[kind] = name;
  target[kind === "user" ? "uid" : "gid"] = id;
}

function spreadChecks(line: Line, state: State): void {
  line.atMost(1);
  if (alreadySet(line, state, "spread-checks", "spread-checks already specified. Continuing.")) return;
  if (line.word(1) === "") line.failTight("'spread-checks' expects an integer argument (0..50).");
  const value = leadingInteger(line.word(1));
  if (value < 0 || value > 50) line.failTight("'spread-checks' needs a positive value in range 0..50.");
  state.global.spreadChecks = value;
}

function maxSpreadChecks(line: Line, state: State): void {
  line.atMost(1);
  const text = line.word(1);
  if (text === "") line.failTight("'max-spread-checks' expects an integer argument (0..50).");
  state.global.maxSpreadChecks = timeOr(line, text, "ms", (fault, char) => {
    if (fault === "char") {
      return line.failTight(
        `unsupported character '${char}' in 'max-spread-checks' (wants an integer delay).`,
      );
    }
    const limit = timeLimit(fault, "(~24.8 days)");
    return line.failTight(`timer ${fault}flow in argument <${text}> to <max-spread-checks>, ${limit}.`);
  });
}

function sslServerVerify(line: Line, state: State): void {
  line.atMost(1);
  const value = line.word(1);
  if (value === "") line.fail("'ssl-server-verify' expects an integer argument.");
  if (value !== "none" && value !== "required") {
    line.fail("'ssl-server-verify' expects 'none' or 'required' as argument.");
  }
  state.global.sslServerVerify = value;
}

/** HAProxy alerts twice here, the second time without a text. */
function httpclientFail(line: Line, text: string): never {
  line.alert(text);
  line.fail("(null)");
}

function httpclient(line: Line, state: State): void {
  const target = state.global.httpclient;
  const value = line.word(1);
  line.atMost(1);
  switch (line.keyword.slice("httpclient.".length)) {
    case "retries":
      if (value === "") httpclientFail(line, "'httpclient.retries' expects an integer argument.");
      target.retries = leadingInteger(value);
      break;
    case "timeout.connect":
      if (value === "") httpclientFail(line, "'httpclient.timeout.connect' expects an integer argument.");
      target.connectTimeout = timeOr(line, value, "ms", (fault, char) => {
        if (fault === "char") {
          return line.fail(`unexpected character '${char}' in 'httpclient.timeout.connect'`);
        }
        const limit = timeLimit(fault);
        return line.fail(
          `timer ${fault}flow in argument '${value}' to 'httpclient.timeout.connect' (${limit})`,
        );
      });
      break;
    case "ssl.verify":
      if (value !== "none" && value !== "required") {
        httpclientFail(line, "'httpclient.ssl.verify' expects 'none' or 'required' as argument.");
      }
      target.verify = value;
      break;
    case "ssl.ca-file":
      target.caFile = value;
      break;
    case "resolvers.id":
      target.resolversId = value;
      break;
    case "resolvers.prefer":
      if (value !== "ipv4" && value !== "ipv6") {
        httpclientFail(line, "'httpclient.resolvers.prefer' expects 'ipv4' or 'ipv6' as argument.");
      }
      target.resolversPrefer = value;
      break;
    default:
      if (value !== "on" && value !== "off") {
        line.fail(`'httpclient.resolvers.disabled' expects either 'on' or 'off' but got '${value}'.`);
      }
      target.resolversDisabled = value === "on";
  }
}

type TuneField = keyof GlobalDraft["tune"];

const tuneInteger =
  (field: TuneField, missing: string): LineParser =>
  (line, state) => {
    line.atMost(1);
    if (line.word(1) === "") line.fail(missing);
    state.global.tune[field] = leadingInteger(line.word(1));
  };

function bufsize(line: Line, state: State): void {
  line.atMost(1);
  const value = sizeArgument(line, line.word(1), "tune.bufsize");
  // Rounded up to two machine words, as HAProxy aligns its buffers.
  state.global.tune.bufsize = Math.ceil(value / 16) * 16;
}

function compressionLevel(line: Line, state: State): void {
  const value = leadingInteger(line.word(1));
  if (line.word(1) === "" || value < 1 || value > 9) {
    line.fail("'tune.comp.maxlevel' expects a numeric value between 1 and 9");
  }
  state.global.tune.compressionLevel = value;
}

function maxHeaders(line: Line, state: State): void {
  line.atMost(1);
  if (line.word(1) === "") line.fail("'tune.http.maxhdr' expects an integer argument.");
  const value = leadingInteger(line.word(1));
  if (value < 1 || value > 32767) {
    line.fail("'tune.http.maxhdr' expects a numeric value between 1 and 32767");
  }
  state.global.tune.maxHeaders = value;
}

function stickCounters(line: Line, state: State): void {
  const text = line.word(1);
  const value = wholeInteger(text);
  if (value === undefined) line.fail(`tune.stick-counters: '${text}' is an invalid number`);
  if (value < 0 || value > 100) {
    line.fail(`tune.stick-counters: the number of stick-counters must be between 1 and 100 (was ${text})`);
  }
  state.global.tune.stickCounters = value;
}

function caseAdjust(line: Line, state: State): void {
  const from = line.word(1);
  const to = line.word(2);
  if (from === "" || to === "") line.fail("'h1-case-adjust' expects <from> and <to> as argument.");
  line.atMost(2);
  if (from.toLowerCase() !== to.toLowerCase()) line.fail("<from> and <to> must not differ except the case");
  if (from === to) line.fail("<from> and <to> must not be identical");
  if (state.global.h1CaseAdjust.has(from.toLowerCase())) line.fail(`duplicate entry '${from}'`);
  state.global.h1CaseAdjust.set(from.toLowerCase(), to);
}

function masterWorker(line: Line, state: State): void {
  const option = line.word(1);
  if (option !== "" && option !== "no-exit-on-failure") {
    line.fail("'master-worker' only supports 'no-exit-on-failure' option");
  }
  state.global.masterWorker = true;
  if (option !== "") state.global.masterWorkerNoExitOnFailure = true;
}

function nbproc(line: Line): void {
  line.fail(
    "nbproc is not supported any more since HAProxy 2.5. Threads will automatically be used on multi-processor machines if available.",
  );
}

function localpeer(line: Line, state: State): void {
  line.atMost(1);
  if (line.word(1) === "") line.fail("'localpeer' expects a name as an argument.");
  state.global.localpeer = line.word(1);
  state.environment.set("HAPROXY_LOCALPEER", line.word(1));
}

function logSendHostname(line: Line, state: State): void {
  if (alreadySet(line, state, "log-send-hostname")) throw new LineAbandoned();
  state.global.logSendHostname = line.word(1);
}

export const GLOBAL_KEYWORDS = [
  kw(
    "log",
    "1.1",
    "<address:address> [len <bytes:int>] [format <name:string>] [sample <ranges:string>] <facility:string> [<level:string> [<minlevel:string>]]",
    "A target for logs; `log global` in a proxy uses all of these. `no log` forgets them.",
    log,
  ),
  kw(
    "log-tag",
    "1.5",
    "<tag:string>",
    "The program's name in syslog messages; `haproxy` if not set.",
    logTag,
  ),
  kw(
    "log-send-hostname",
    "1.5",
    "[<name:string>]",
    "Puts a host name into syslog messages: this machine's if none is given.",
    logSendHostname,
  ),
  kw(
    "stats",
    "1.1",
    "{socket|timeout|maxconn} <argument:rest>",
    "`socket <address> [parameters]` opens the command socket, `timeout <time>` (10 s) and `maxconn <number>` (10) limit it. Parameters are those of `bind`.",
    stats,
  ),
  kw(
    "nbthread",
    "1.8",
    "<threads:int>",
    "The number of threads; halua runs one worker thread for each where scripts are loaded per thread.",
    nbthread,
  ),
  kw(
    "maxconn",
    "1.1",
    "<connections:int>",
    "The most connections at a time, of all frontends together.",
    maxconn,
  ),
  kw("maxconnrate", "1.5", "<connections:int>", "The most connections a second.", onceInteger("maxconnRate")),
  kw("maxsessrate", "1.5", "<sessions:int>", "The most sessions a second.", onceInteger("maxsessRate")),
  kw("ulimit-n", "1.3", "<descriptors:int>", "The most file descriptors.", onceInteger("ulimitN")),
  kw(
    "daemon",
    "1.1",
    "",
    "Goes to the background once started.",
    flag(({ global }) => void (global.daemon = true)),
    { early: "only" },
  ),
  kw(
    "quiet",
    "1.1",
    "",
    "Says nothing while starting.",
    flag(({ global }) => void (global.quiet = true)),
    { early: "only" },
  ),
  kw(
    "zero-warning",
    "2.2",
    "",
    "Does not start when there are warnings.",
    flag(({ global }) => void (global.zeroWarning = true)),
    { early: "only" },
  ),
  kw(
    "master-worker",
    "1.8",
    "[no-exit-on-failure]",
    "A master process that starts, watches and reloads workers. HAProxy 3.5 knows only `-W`; halua still takes the keyword.",
    masterWorker,
    { early: "only" },
  ),
  kw(
    "pidfile",
    "1.3",
    "<file:path>",
    "Where the process ids are written.",
    onceFile("pidfile", "a file name", "already specified"),
    { early: "only" },
  ),
  kw(
    "chroot",
    "1.1",
    "<directory:directory>",
    "Shuts the process into a directory.",
    onceFile("chroot", "a directory", "is already specified"),
    { accepted: "Node cannot change its root directory" },
  ),
  kw("user", "1.3", "<name:string>", "The user to become.", (line, state) =>
    account(line, state, "user", false),
  ),
  kw("group", "1.4", "<name:string>", "The group to become.", (line, state) =>
    account(line, state, "group", false),
  ),
  kw("uid", "1.1", "<number:int>", "The user to become, by number.", (line, state) =>
    account(line, state, "user", true),
  ),
  kw("gid", "1.1", "<number:int>", "The group to become, by number.", (line, state) =>
    account(line, state, "group", true),
  ),
  kw(
    "node",
    "1.4",
    "<name:string>",
    "The name of this node on the statistics page and in `core.get_info()`.",
    node,
  ),
  kw("description", "1.4", "<text:rest>", "What this node is for, in the same places.", description),
  kw(
    "localpeer",
    "2.2",
    "<name:string>",
    "The name of this node among peers, and `HAPROXY_LOCALPEER`.",
    localpeer,
    { early: "only" },
  ),
  kw(
    "hard-stop-after",
    "1.8",
    "<time:time>",
    "The longest a stopping process waits for its last connections.",
    stopTime("hardStopAfter"),
  ),
  kw(
    "grace",
    "1.3",
    "<time:time>",
    "How long a stopping process still accepts connections.",
    stopTime("grace"),
  ),
  kw(
    "close-spread-time",
    "2.6",
    "<time:time>",
    "The window in which a stopping process closes idle connections.",
    closeSpreadTime,
  ),
  kw(
    "default-path",
    "2.4",
    "{current|config|parent|origin} [<directory:directory>]",
    "What relative paths in the lines below are relative to.",
    defaultPath,
  ),
  kw(
    "shm-stats-file",
    "3.3",
    "<file:path>",
    "The shared statistics file that this process joins.",
    shmStatsFile,
  ),
  kw(
    "shm-stats-file-max-objects",
    "3.3",
    "<objects:int>",
    "How many proxies, listeners and servers the shared statistics file has room for.",
    shmStatsFileMaxObjects,
  ),
  kw(
    "expose-experimental-directives",
    "2.4",
    "",
    "Allows experimental keywords.",
    flag(({ global }) => void (global.exposeExperimental = true)),
    { early: "only" },
  ),
  kw(
    "expose-deprecated-directives",
    "3.0",
    "",
    "Allows deprecated keywords without a warning.",
    flag(({ global }) => void (global.exposeDeprecated = true)),
    { early: "only" },
  ),
  kw(
    "setenv",
    "1.7",
    "<name:string> <value:string>",
    "Sets an environment variable, for the lines below and for scripts.",
    environmentVariable,
    { early: "too" },
  ),
  kw(
    "presetenv",
    "1.7",
    "<name:string> <value:string>",
    "Sets an environment variable unless it is set.",
    environmentVariable,
    { early: "too" },
  ),
  kw("unsetenv", "1.7", "<name:string>...", "Removes environment variables.", environmentVariable, {
    early: "too",
  }),
  kw(
    "resetenv",
    "1.7",
    "[<name:string>...]",
    "Removes all environment variables but those named.",
    environmentVariable,
    { early: "too" },
  ),
  kw(
    "set-var",
    "1.6",
    "<name:variable> <expression:expr>",
    "Gives a process-wide variable (`proc.name`) its first value.",
    setVariable,
  ),
  kw(
    "set-var-fmt",
    "2.5",
    "<name:variable> <format:format>",
    "Gives a process-wide variable its first value, from a format.",
    setVariable,
  ),
  kw(
    "unix-bind",
    "1.5",
    "[prefix <prefix:string>] [mode <mode:int>] [user <user:string>] [uid <uid:int>] [group <group:string>] [gid <gid:int>]",
    "What `bind` lines with socket paths start with.",
    unixBind,
  ),
  kw(
    "ca-base",
    "1.5",
    "<directory:directory>",
    "Where relative `ca-file` and `crl-file` names are looked for.",
    basePath("caBase"),
  ),
  kw(
    "crt-base",
    "1.5",
    "<directory:directory>",
    "Where relative `crt` names are looked for.",
    basePath("crtBase"),
  ),
  kw(
    "key-base",
    "3.0",
    "<directory:directory>",
    "Where relative names of private keys are looked for.",
    basePath("keyBase"),
  ),
  kw(
    "ssl-server-verify",
    "1.5",
    "{none|required}",
    "Whether servers' certificates are verified where the server line says nothing.",
    sslServerVerify,
  ),
  kw(
    "spread-checks",
    "1.4",
    "<percent:percent>",
    "By how much the interval of health checks varies.",
    spreadChecks,
  ),
  kw(
    "max-spread-checks",
    "1.5",
    "<time:time>",
    "The longest time over which first health checks are spread.",
    maxSpreadChecks,
  ),
  kw("httpclient.retries", "2.9", "<retries:int>", "How often `core.httpclient()` tries again.", httpclient),
  kw(
    "httpclient.timeout.connect",
    "2.9",
    "<timeout:time>",
    "How long `core.httpclient()` waits for a connection.",
    httpclient,
  ),
  kw(
    "httpclient.ssl.verify",
    "2.6",
    "{none|required}",
    "Whether `core.httpclient()` verifies certificates.",
    httpclient,
  ),
  kw("httpclient.ssl.ca-file", "2.6", "<file:path>", "Whom `core.httpclient()` trusts.", httpclient),
  kw(
    "httpclient.resolvers.id",
    "2.6",
    "<name:name>",
    "The resolvers section of `core.httpclient()`.",
    httpclient,
    { accepted: "names are resolved by the system" },
  ),
  kw(
    "httpclient.resolvers.disabled",
    "2.8",
    "{on|off}",
    "Makes `core.httpclient()` refuse host names.",
    httpclient,
  ),
  kw(
    "httpclient.resolvers.prefer",
    "2.6",
    "{ipv4|ipv6}",
    "Which kind of address `core.httpclient()` prefers.",
    httpclient,
  ),
  kw(
    "tune.bufsize",
    "1.4",
    "<size:size>",
    "The size of buffers: the most a request's or response's headers may have.",
    bufsize,
  ),
  kw(
    "tune.comp.maxlevel",
    "1.5",
    "<level:int>",
    "How hard `compression` tries, from 1 to 9; 1 if not set.",
    compressionLevel,
  ),
  kw(
    "tune.maxrewrite",
    "1.4",
    "<bytes:int>",
    "The part of a buffer kept free for rules that add headers.",
    tuneInteger("maxrewrite", "'tune.maxrewrite' expects an integer argument."),
  ),
  kw("tune.http.maxhdr", "1.5", "<number:int>", "The most headers of a message, 101 if not set.", maxHeaders),
  kw(
    "tune.http.cookielen",
    "1.5",
    "<bytes:int>",
    "The most of a captured cookie.",
    tuneInteger("cookieLength", "'tune.http.cookielen' expects an integer argument."),
  ),
  kw(
    "tune.http.logurilen",
    "1.8",
    "<bytes:int>",
    "The most of a URI that is logged.",
    tuneInteger("logUriLength", "'tune.http.logurilen' expects an integer argument."),
  ),
  kw(
    "tune.stick-counters",
    "2.8",
    "<number:int>",
    "How many counters (`track-sc0`...) a stream has.",
    stickCounters,
  ),
  kw(
    "h1-case-adjust",
    "2.1",
    "<from:header> <to:header>",
    "How a header's name is written for those who need it; see `option h1-case-adjust-bogus-client`.",
    caseAdjust,
  ),
  kw("nbproc", "1.3", "<processes:int>", "Gone since HAProxy 2.5; refused with HAProxy's text.", nbproc),
];
