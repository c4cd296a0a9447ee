/** Converters of the names of proxies and servers to what is known of them (backend.c). */
import { serverOf, type ServerStateView } from "../environment.ts";
import { isUp, usableServers } from "../fetches/state.ts";
import { boolean, integer, type Sample } from "../sample.ts";
import { bytesOf, type Converter } from "./converter.ts";

/** What is known of the server that the input names: `backend/server`, or `server` of the stream's backend. */
const ofServer =
  (value: (server: ServerStateView) => Sample): Converter =>
  (_args, environment) =>
  (sample, { stream }) => {
    const path = bytesOf(sample);
    const slash = path.indexOf("/");
    const backend = slash < 0 ? stream?.backend.config.name : path.slice(0, slash);
    if (backend === undefined) return undefined;
    const server = serverOf(environment.proxy(backend, "backend"), path.slice(slash + 1));
    return server && value(server);
  };

export const STATE_CONVERTERS: Readonly<Record<string, Converter>> = {
  fe_exists: (_args, environment) => (sample) =>
    boolean(environment.proxy(bytesOf(sample), "frontend") !== undefined),
  nbsrv: (_args, environment) => (sample) => {
    const backend = environment.proxy(bytesOf(sample), "backend");
    return backend && integer(usableServers(backend));
  },
  srv_is_up: ofServer((server) => boolean(isUp(server))),
  srv_queue: ofServer(({ queued }) => integer(queued)),
};
