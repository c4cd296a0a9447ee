/** Fetches of connections: their protocol, their state, what a PROXY protocol header said; and of streams on them. */
import { cNumber } from "../catalog/argument-values.ts";
import { text, type Sample } from "../sample.ts";
import type { ConnectionErrorView, FetchContext } from "../views.ts";
import { argumentText, booleanFetch, integerFetch, plain, textFetch, type Fetch } from "./fetch.ts";

/** HTTP's major version; none where bytes are only passed on. */
const major = (protocol: "tcp" | "h1" | "h2" | undefined): number | undefined =>
  protocol === "h1" ? 1 : protocol === "h2" ? 2 : undefined;

/** The types of PROXY protocol fields that have names. */
const FIELD_TYPES: Readonly<Record<string, number>> = {
  ALPN: 0x01,
  AUTHORITY: 0x02,
  CRC32C: 0x03,
  NOOP: 0x04,
  UNIQUE_ID: 0x05,
  SSL: 0x20,
  SSL_VERSION: 0x21,
  SSL_CN: 0x22,
  SSL_CIPHER: 0x23,
  SSL_SIG_ALG: 0x24,
  SSL_KEY_ALG: 0x25,
  NETNS: 0x30,
};

/** The values of the PROXY protocol's fields of a type. */
function* fieldValues({ session }: FetchContext, type: number): Iterable<Sample> {
  for (const field of session?.proxyFields ?? []) if (field.type === type) yield text(field.value);
}

function firstField(context: FetchContext, type: number): Sample | undefined {
  for (const value of fieldValues(context, type)) return value;
  return undefined;
}

const field: Fetch = (args) => {
  const name = argumentText(args, 0) ?? "";
  const type = FIELD_TYPES[name.toUpperCase()] ?? Number(cNumber(name).value);
  return {
    one: (context) => firstField(context, type),
    each: (context) => fieldValues(context, type),
  };
};

const firstOf =
  (type: number): Fetch =>
  () => ({ one: (context) => firstField(context, type) });

type HasConnection = (context: FetchContext) => boolean;

/** A connection on which something comes or goes; what failed before that is not kept. */
const ofClient: HasConnection = ({ session }) => session !== undefined && session.failure === undefined;
const ofServer: HasConnection = ({ stream }) => stream?.serverConnection !== undefined;

type ErrorOf = (context: FetchContext) => ConnectionErrorView | undefined;

const none: ConnectionErrorView = { code: 0, name: "", text: "Success", tls: undefined, tlsCode: 0 };

/** What went wrong with a connection; a server's is not kept. */
const errorOfClient: ErrorOf = (context) => context.session?.error ?? (ofClient(context) ? none : undefined);
const errorOfServer: ErrorOf = (context) => (ofServer(context) ? none : undefined);

/** HAProxy's codes of what went wrong with a connection. */
function errors(prefix: string, error: ErrorOf): [string, Fetch][] {
  return [
    [`${prefix}_err`, integerFetch((context) => error(context)?.code)],
    [`${prefix}_err_name`, textFetch((context) => error(context)?.name)],
    [`${prefix}_err_str`, textFetch((context) => error(context)?.text)],
  ];
}

/** The number of a stream on its connection; HTTP/1 and TCP do not number them. */
const streamId = (protocol: "tcp" | "h1" | "h2" | undefined): number | undefined =>
  protocol === undefined || protocol === "h2" ? undefined : 0;

const placeOf = ({ file, line }: { readonly file: string; readonly line: number }): string =>
  `${file}:${line}`;

interface Speaker {
  readonly protocol: "tcp" | "h1" | "h2";
}

/** How many streams may be under way at once: HAProxy's tune.h2.fe.max-concurrent-streams, and that of servers. */
const streamsLimit = (end: Speaker | undefined): number | undefined =>
  end && (end.protocol === "h2" ? 100 : 1);

export const CONNECTION_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...errors("fc", errorOfClient),
  ...errors("bc", errorOfServer),
  ["fs.id", integerFetch(({ stream }) => stream?.client.streamId ?? streamId(stream?.client.protocol))],
  ["bs.id", integerFetch(({ stream }) => streamId(stream?.serverConnection?.protocol))],
  ["fs.rst_code", integerFetch(({ stream }) => stream?.client.resetCode)],
  ["fs.aborted", booleanFetch(({ stream }) => stream?.client.gone)],
  ["bs.aborted", booleanFetch(({ stream }) => (stream ? stream.response.inputEnd === "aborted" : undefined))],
  ["fc_nb_streams", integerFetch(({ stream, session }) => stream && session?.openStreams)],
  ["fc_settings_streams_limit", integerFetch(({ stream }) => streamsLimit(stream?.client))],
  ["bc_settings_streams_limit", integerFetch(({ stream }) => streamsLimit(stream?.serverConnection))],
  ["fc_http_major", integerFetch(({ session, stream }) => clientMajor({ session, stream }))],
  ["bc_http_major", integerFetch(({ stream }) => major(stream?.serverConnection?.protocol))],
  ["bc_reused", booleanFetch(({ stream }) => stream && (stream.serverConnection?.reused ?? false))],
  ["bc_nb_streams", integerFetch(({ stream }) => stream?.serverConnection?.streams)],
  ["fc_rcvd_proxy", booleanFetch(({ session }) => session?.proxyFields !== undefined)],
  ["fc_pp_tlv", field],
  ["fc_pp_authority", firstOf(0x02)],
  ["fc_pp_unique_id", firstOf(0x05)],
  ["txn.conn_retries", integerFetch(({ stream }) => stream?.retries)],
  ["txn.redispatched", booleanFetch(({ stream }) => stream?.redispatched)],
  ["waiting_entity", textFetch(({ stream }) => stream?.waitingRule && placeOf(stream.waitingRule))],
  // There is none here.
  ["quic_enabled", plain(() => undefined)],
  ["dst_conn", integerFetch(({ session }) => session?.listener.gauges.scur)],
  ["so_id", integerFetch(({ session }) => session?.listener.settings.luid)],
  ["so_name", textFetch(({ session }) => session?.listener.settings.name)],
];

/** Of the stream's connection; before there is a stream, of what the frontend speaks. */
function clientMajor({ session, stream }: Pick<FetchContext, "session" | "stream">): number | undefined {
  if (stream) return major(stream.client.protocol);
  return session?.frontend.config.mode === "http" ? 1 : undefined;
}
