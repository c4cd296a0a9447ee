/** The aliases of log-format texts: `%ci`, `%ST`, `%Tr`... (sess_build_logline_orig in log.c). */
import { hostname } from "node:os";
import type { LogAlias } from "../../config/log-format.ts";
import { addressBytesOf } from "../../samples/fetches/addresses.ts";
import {
  activeTime,
  connectTime,
  dataTime,
  queueTime,
  requestTime,
  requestWallMs,
  responseTime,
  sessionTimers,
  timersOf,
  userTime,
  type Timers,
} from "../../samples/fetches/timers.ts";
import { splitUri } from "../http/uri.ts";
import type { ConnectionAddress, Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { TrafficEnvironment } from "../traffic.ts";
import type { LogDates } from "./log-dates.ts";
import { notInCaptures, notInRequests, type ValueWriter } from "./log-writer.ts";
import type { SampleContext } from "./sample-context.ts";

/** What aliases are written from: one evaluation of a text. */
export class LogFacts {
  readonly context: SampleContext;
  readonly environment: TrafficEnvironment;
  readonly dates: LogDates;
  readonly session: Session;
  /** Why the line is written: `txn_close`. */
  readonly origin: string;
  #timers: Timers | undefined;

  constructor(
    context: SampleContext,
    session: Session,
    parts: { readonly environment: TrafficEnvironment; readonly dates: LogDates },
    origin: string,
  ) {
    this.context = context;
    this.environment = parts.environment;
    this.dates = parts.dates;
    this.session = session;
    this.origin = origin;
  }

  get stream(): Stream | undefined {
    return this.context.stream;
  }

  get timers(): Timers {
    const { session, stream } = this;
    this.#timers ??= stream
      ? timersOf(stream, session)
      : sessionTimers(session, this.environment.time.monotonicMs());
    return this.#timers;
  }
}

type Write = (facts: LogFacts, writer: ValueWriter) => string;

const text =
  (value: (facts: LogFacts) => string | undefined): Write =>
  (facts, writer) =>
    writer.text(value(facts));

const integer =
  (value: (facts: LogFacts) => number): Write =>
  (facts, writer) =>
    writer.integer(value(facts));

/** A number that is shown in hexadecimal with +X, four digits at least. */
const hexable =
  (value: (facts: LogFacts) => number): Write =>
  (facts, writer) =>
    writer.hexInteger(value(facts), 4);

const dateText =
  (value: (facts: LogFacts) => string): Write =>
  (facts, writer) =>
    writer.encodes ? writer.rawText(value(facts)) : value(facts);

type EndOf = (facts: LogFacts) => ConnectionAddress | undefined;

const client: EndOf = ({ session, stream }) => stream?.source ?? session.source;
const frontend: EndOf = ({ session, stream }) => stream?.destination ?? session.destination;
const backend: EndOf = ({ stream }) => stream?.serverConnection?.source;
const server: EndOf = ({ stream }) => stream?.serverConnection?.destination;

const address =
  (end: EndOf): Write =>
  (facts, writer) => {
    const found = end(facts);
    if (!found) return writer.text(undefined);
    if (found.family === "unix") return writer.hexadecimal ? "" : writer.text("unix");
    if (!writer.hexadecimal) return writer.text(found.host);
    const bytes = Buffer.from(addressBytesOf(found) ?? "", "latin1");
    return writer.rawText(bytes.toString("hex").toUpperCase());
  };

/** A UNIX socket has no port: the client's and the frontend's are the number of the listener. */
const port =
  (end: EndOf): Write =>
  (facts, writer) => {
    const found = end(facts);
    if (!found) return writer.text(undefined);
    if (found.family === "unix") return writer.integer(facts.session.listener.settings.luid);
    return writer.hexInteger(found.port, 4);
  };

/** What may still grow, where `option logasap` writes the line before the end. */
const growing =
  (value: (facts: LogFacts) => number): Write =>
  (facts, writer) => {
    const early = facts.session.frontend.config.options.has("logasap");
    return (early && !writer.encodes ? "+" : "") + writer.integer(value(facts));
  };

const BAD_REQUEST = "<BADREQ>";

/** A part of the request's line as it came. */
const requestPart =
  (
    part: (line: { readonly method: string; readonly uri: string; readonly version: string }) => string,
  ): Write =>
  ({ stream }, writer) => {
    const line = stream?.http?.loggedLine;
    const value = line ? part(line) : BAD_REQUEST;
    return writer.variable(() => writer.bytes(value, notInRequests, "#"));
  };

function upTo(value: string, stop: string): string {
  const at = value.indexOf(stop);
  return at < 0 ? value : value.slice(0, at);
}

interface Captures {
  readonly declared: number;
  readonly values: readonly (string | undefined)[];
}

function captures({ session, stream }: LogFacts, side: "request" | "response"): Captures | undefined {
  const { requestCaptures, responseCaptures } = session.frontend.config;
  const declared = (side === "request" ? requestCaptures : responseCaptures).length;
  if (!stream || declared === 0) return undefined;
  const values = side === "request" ? stream.requestCaptures : stream.responseCaptures;
  return { declared, values };
}

const slots = ({ declared, values }: Captures): (string | undefined)[] =>
  Array.from({ length: declared }, (_, slot) => values[slot]);

/** `{a|b|c}` */
const captureBlock =
  (side: "request" | "response"): Write =>
  (facts, writer) => {
    const found = captures(facts, side);
    if (!found) return "";
    return writer.variable(() => {
      const written = slots(found).map((value) =>
        value === undefined ? "" : writer.bytes(value, notInCaptures, "#"),
      );
      return writer.mark("{") + written.join(writer.mark("|")) + writer.mark("}");
    });
  };

/** The values one by one, as in CLF. */
const captureList =
  (side: "request" | "response"): Write =>
  (facts, writer) => {
    const found = captures(facts, side);
    if (!found) return "";
    return writer.list(
      slots(found).map((value) =>
        writer.variable(() =>
          value === undefined ? writer.missing() : writer.bytes(value, notInCaptures, "#"),
        ),
      ),
    );
  };

const terminationState = ({ session, stream }: LogFacts): string => {
  if (stream) return stream.endCause + stream.endPhase;
  const { cause, phase } = session.failure ?? { cause: "P", phase: "R" };
  return cause + phase;
};

const cookieState = ({ stream }: LogFacts): string =>
  stream?.http && stream.backend.config.cookie ? stream.cookieState + stream.cookieAction : "--";

const backendOf = ({ stream, session }: LogFacts): Session["frontend"] => stream?.backend ?? session.frontend;

const serverName = ({ stream }: LogFacts): string =>
  stream?.server?.name ?? stream?.responder?.name ?? "<NOSRV>";

export const ALIASES: Readonly<Record<LogAlias, Write>> = {
  OG: text(({ origin }) => origin),
  B: growing(({ stream }) => stream?.bytes.serverIn ?? 0),
  U: integer(({ stream }) => stream?.bytes.clientIn ?? 0),
  CC: text(({ stream }) => stream?.http?.clientCookie),
  CS: text(({ stream }) => stream?.http?.serverCookie),
  H: text(() => hostname()),
  ID: text(({ context }) => context.uniqueId()),
  ST: integer(({ session, stream }) => stream?.http?.status ?? session.failure?.status ?? 0),
  T: dateText(({ timers, dates }) => dates.gmt(timers.acceptedWallMs)),
  Tl: dateText(({ timers, dates }) => dates.local(timers.acceptedWallMs)),
  t: dateText(({ timers, dates }) => dates.precise(timers.acceptedWallMs)),
  tr: dateText(({ timers, dates }) => dates.precise(requestWallMs(timers))),
  trg: dateText(({ timers, dates }) => dates.gmt(requestWallMs(timers))),
  trl: dateText(({ timers, dates }) => dates.local(requestWallMs(timers))),
  Ts: hexable(({ timers }) => Math.floor(timers.acceptedWallMs / 1000)),
  ms: ({ timers }, writer) => {
    const ms = Math.floor(timers.acceptedWallMs) % 1000;
    return writer.hexInteger(ms, 2, String(ms).padStart(3, "0"));
  },
  Ta: growing(({ timers }) => activeTime(timers)),
  Tt: growing(({ timers }) => timers.close),
  Tu: growing(({ timers }) => userTime(timers)),
  Tc: integer(({ timers }) => connectTime(timers)),
  Td: integer((facts) => {
    const { timers } = facts;
    if (backendOf(facts).config.mode === "http") return dataTime(timers);
    return timers.connect >= 0 ? timers.close - timers.connect : -1;
  }),
  Th: integer(({ timers }) => timers.handshake),
  Ti: integer(({ timers }) => timers.idle),
  Tq: integer(({ timers }) => timers.request),
  Tr: integer(({ timers }) => responseTime(timers)),
  TR: integer(({ timers }) => requestTime(timers)),
  Tw: integer(({ timers }) => queueTime(timers)),
  ac: integer(({ environment }) => Number(environment.runtime.info().CurrConns ?? 0)),
  fc: integer(({ session }) => session.frontend.model.frontend.gauges.scur),
  bc: integer((facts) => backendOf(facts).model.backend.gauges.scur),
  sc: integer(({ stream }) => stream?.server?.model.currentSessions ?? 0),
  b: text((facts) => backendOf(facts).config.name),
  f: text(({ session }) => session.frontend.config.name),
  ft: ({ session }, writer) =>
    writer.variable(
      () =>
        writer.bytes(session.frontend.config.name, undefined, "") +
        (session.bind.tls ? writer.mark("~") : ""),
    ),
  s: text(serverName),
  bi: address(backend),
  bp: port(backend),
  ci: address(client),
  cp: port(client),
  fi: address(frontend),
  fp: port(frontend),
  si: address(server),
  sp: port(server),
  bq: integer(({ stream }) => stream?.backendQueue ?? 0),
  sq: integer(({ stream }) => stream?.serverQueue ?? 0),
  rc: ({ stream }, writer) =>
    (stream?.redispatched && !writer.encodes ? "+" : "") + writer.integer(stream?.retries ?? 0),
  hr: captureBlock("request"),
  hs: captureBlock("response"),
  hrl: captureList("request"),
  hsl: captureList("response"),
  r: requestPart(({ method, uri, version }) => `${method} ${uri}${version === "" ? "" : ` ${version}`}`),
  HM: requestPart(({ method }) => method),
  HP: requestPart(({ uri }) => upTo(uri, "?")),
  HPO: requestPart(({ uri }) => upTo(splitUri(uri).pathAndQuery ?? "", "?")),
  HQ: requestPart(({ uri }) => (uri.includes("?") ? uri.slice(uri.indexOf("?")) : "")),
  HU: requestPart(({ uri }) => uri),
  HV: requestPart(({ version }) => (version === "" ? "HTTP/0.9" : version)),
  lc: hexable(({ session }) => session.frontend.log.lines),
  rt: hexable(({ stream }) => stream?.id ?? 0),
  pid: hexable(() => process.pid),
  sslc: text(({ session }) => session.tls?.cipher),
  sslv: text(({ session }) => session.tls?.version),
  ts: (facts, writer) => writer.rawText(terminationState(facts)),
  tsc: (facts, writer) => writer.rawText(terminationState(facts) + cookieState(facts)),
};
