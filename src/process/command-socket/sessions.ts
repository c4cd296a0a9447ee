import { findProxy } from "../../proxy/model/index.ts";
import { phaseOf } from "../../proxy/stream/client-leaving.ts";
import type { Stream } from "../../proxy/stream/stream.ts";
import type { Transaction } from "../../proxy/stream/transaction.ts";
import { message, type Command, type CommandAnswer, type CommandContext } from "./command.ts";
import { delayMs } from "./process-commands.ts";
import { findServer } from "./server-command.ts";

/**
 * `show sess` and `shutdown session`: the streams under way (stream.c). A
 * session's number stands where HAProxy shows its pointer. Of a line's fields
 * those that tell of HAProxy's inside (flags, analysers, scheduling) are not there.
 */

/** What a line tells; a connection to the command socket is one too. */
interface Shown {
  readonly id: number;
  readonly line: string;
}

type Wanted = (stream: Stream) => boolean;

/** Which streams `show sess` is asked for. */
interface Query {
  /** One alone. */
  readonly id?: number;
  /** Connections to the command socket match no condition. */
  readonly conditions: readonly Wanted[];
  readonly showsUri: boolean;
}

/** Those that are under way in this process. */
function streamsOf({ traffic }: CommandContext): Stream[] {
  return traffic ? [...traffic.streams()].filter(({ ended }) => !ended) : [];
}

/** As C reads it: `0x1f`, `31`; 0 for what is no number. */
function readNumber(text: string | undefined): number {
  const found = /^(0x[0-9a-f]+|[0-9]+)/i.exec(text ?? "");
  return found ? Number(found[0]) : 0;
}

const protocol = { 4: "tcpv4", 6: "tcpv6", unix: "unix_stream" } as const;

/** The backend that a stream is in; a pure frontend is none. */
function backendName({ backend }: Stream): string {
  return backend.config.kind === "frontend" ? "<NONE>" : backend.config.name;
}

const ageMs = (stream: Stream): number => {
  const { time } = stream.frontend.environment;
  return time.monotonicMs() - (stream.timing.requestBegunAt ?? stream.timing.begunAt);
};

function shownLine({ requestLine: { method, uri, version } }: Transaction): string {
  return `${method} ${uri} ${version}`;
}

function shownStream(stream: Stream, showsUri: boolean): Shown {
  const { id, session, http, server } = stream;
  const { peer } = session;
  const source = peer.family === "unix" ? "unix:1" : `${peer.host}:${peer.port}`;
  const fields = [
    `proto=${protocol[peer.family]}`,
    `src=${source}`,
    `fe=${session.frontend.config.name}`,
    `be=${backendName(stream)}`,
    `srv=${server?.config.name ?? "<none>"}`,
    `age=${Math.floor(ageMs(stream) / 1000)}s`,
    `rc=${stream.retries}`,
    ...(showsUri && http ? [`uri="${shownLine(http)}"`] : []),
  ];
  return { id, line: fields.join(" ") };
}

const help = [
  "Usage: show sess [<id> | all | help] [<options>*]",
  "   <id>         this stream only (0x...)",
  "   all          all streams; the same as without it",
  "   help         this text",
  "Options:",
  "   show-uri     with the line of the request",
  "   older <age>  only streams older than <age> seconds",
  "   server <b/s> only streams on this server",
  "   backend <b>  only streams in this backend",
  "   frontend <f> only streams of this frontend",
].join("\n");

type Option = (word: string | undefined, context: CommandContext) => Wanted | string;

const options: Readonly<Record<string, Option>> = {
  older: (word) => {
    if (word === undefined) return "Expects a minimum age (in seconds by default).";
    const least = delayMs(word, "s");
    return least === undefined ? "Invalid age." : (stream) => ageMs(stream) >= least;
  },
  server: (word, { proxies }) => {
    if (word === undefined) return "Missing server name (<backend>/<server>).";
    const server = findServer(proxies, word);
    return typeof server === "string" ? server : (stream) => stream.server?.model === server;
  },
  backend: (word, { proxies }) => {
    if (word === undefined) return "Missing backend name.";
    const proxy = findProxy(proxies.all, word, "backend");
    return proxy ? (stream) => stream.backend.model === proxy : "No such backend.";
  },
  frontend: (word, { proxies }) => {
    if (word === undefined) return "Missing frontend name.";
    const proxy = findProxy(proxies.all, word, "frontend");
    return proxy ? (stream) => stream.frontend.model === proxy : "No such frontend.";
  },
};

/** The query of the words behind `show sess`, or what is said of them. */
function parseQuery(words: readonly string[], context: CommandContext): Query | string {
  const [first = ""] = words;
  if (first === "help") return help;
  const id = readNumber(first);
  const selects = id > 0 || first === "all";
  const conditions: Wanted[] = [];
  let showsUri = false;
  let onPlace = false;
  for (let at = selects ? 1 : 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "show-uri") {
      showsUri = true;
      continue;
    }
    const option = Object.hasOwn(options, word) ? options[word] : undefined;
    if (!option) return `Unsupported option '${word}', try 'help' for more info.`;
    // HAProxy has room for one.
    if (word !== "older" && onPlace) return "Only one of backend, frontend or server may be set.";
    onPlace ||= word !== "older";
    const wanted = option(words[++at], context);
    if (typeof wanted === "string") return wanted;
    conditions.push(wanted);
  }
  return { ...(id > 0 && { id }), conditions, showsUri };
}

function commandConnections({ connections }: CommandContext): Shown[] {
  return [...connections].map(({ id, ageSeconds, calls }) => ({
    id,
    line: `proto=unix_stream src=unix:1 fe=GLOBAL be=<NONE> srv=<none> age=${ageSeconds}s calls=${calls}`,
  }));
}

const showSess: Command = {
  words: ["show", "sess"],
  level: "operator",
  usage:
    "show sess [help|<id>|all] [opts...]     : report the list of current streams or dump this exact stream",
  run: (context, words): CommandAnswer => {
    const query = parseQuery(words.slice(2), context);
    if (typeof query === "string") return message(query, "err");
    const { id, conditions, showsUri } = query;
    const shown = [
      ...streamsOf(context)
        .filter((stream) => conditions.every((holds) => holds(stream)))
        .map((stream) => shownStream(stream, showsUri)),
      ...(conditions.length === 0 ? commandConnections(context) : []),
    ].filter((one) => id === undefined || one.id === id);
    if (id !== undefined && shown.length === 0) return { text: "Session not found.\n" };
    return { text: shown.map((one) => `0x${one.id.toString(16)}: ${one.line}\n`).join("") };
  },
};

const shutdownSession: Command = {
  words: ["shutdown", "session"],
  level: "admin",
  usage: "shutdown session [id]                   : kill a specific session",
  run: (context, [, , word]) => {
    const id = readNumber(word);
    if (id === 0) return message("Session pointer expected (use 'show sess').", "err");
    const stream = streamsOf(context).find((each) => each.id === id);
    if (!stream) return message("No such session (use 'show sess').", "err");
    stream.abort("K", phaseOf(stream));
    return undefined;
  },
};

export const sessionCommands: readonly Command[] = [showSess, shutdownSession];
