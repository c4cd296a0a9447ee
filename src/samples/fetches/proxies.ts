/** Fetches of the proxies that a stream is in, of their timeouts and of those in force. Milliseconds; 0 for none. */
import type { CheckView, FetchContext, ProxyView, StreamView, TimeoutsView } from "../views.ts";
import { integerFetch, textFetch, type Fetch } from "./fetch.ts";

type Side = (context: FetchContext) => ProxyView | undefined;

const frontend: Side = ({ session }) => session?.frontend;
const backend: Side = ({ stream, check }) => (check ? check.proxy : stream?.backend);
const server = ({ stream, check }: FetchContext): CheckView["server"] | undefined =>
  check ? check.server : stream?.server?.config;

const timeout = (side: Side, name: keyof TimeoutsView): Fetch =>
  integerFetch((context) => {
    const proxy = side(context);
    return proxy && (proxy.config.timeouts[name] ?? 0);
  });

/** The timeout in force on the stream. */
const current = (name: keyof TimeoutsView): Fetch =>
  integerFetch(({ stream }) => stream && (stream.timeout(name) ?? 0));

const retries = (stream: StreamView): number => stream.maxRetries ?? stream.backend.config.retries;

export const PROXY_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["fe_id", integerFetch((context) => frontend(context)?.config.id)],
  ["fe_name", textFetch((context) => frontend(context)?.config.name)],
  ["fe_defbe", textFetch((context) => frontend(context)?.config.defaultBackend)],
  ["fe_client_timeout", timeout(frontend, "client")],
  ["fe_tarpit_timeout", timeout(frontend, "tarpit")],
  ["be_id", integerFetch((context) => backend(context)?.config.id)],
  ["be_name", textFetch((context) => backend(context)?.config.name)],
  ["be_max_retries", integerFetch((context) => backend(context)?.config.retries)],
  ["be_connect_timeout", timeout(backend, "connect")],
  ["be_queue_timeout", timeout(backend, "queue")],
  ["be_server_timeout", timeout(backend, "server")],
  ["be_tarpit_timeout", timeout(backend, "tarpit")],
  ["be_tunnel_timeout", timeout(backend, "tunnel")],
  ["cur_client_timeout", current("client")],
  ["cur_connect_timeout", current("connect")],
  ["cur_queue_timeout", current("queue")],
  ["cur_server_timeout", current("server")],
  ["cur_tarpit_timeout", current("tarpit")],
  ["cur_tunnel_timeout", current("tunnel")],
  ["cur_max_retries", integerFetch(({ stream }) => stream && retries(stream))],
  ["srv_id", integerFetch((context) => server(context)?.id)],
  ["srv_name", textFetch((context) => server(context)?.name)],
];
