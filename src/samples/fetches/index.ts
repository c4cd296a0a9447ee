/** The fetches that halua computes, by name. Each is a function of its arguments; see {@link Fetch}. */
import { ADDRESS_FETCHES } from "./addresses.ts";
import { AUTHORIZATION_FETCHES } from "./authorization.ts";
import { BODY_FETCHES } from "./body.ts";
import { CERTIFICATE_FETCHES } from "./certificates.ts";
import { CONNECTION_FETCHES } from "./connections.ts";
import { CONSTANT_FETCHES } from "./constants.ts";
import { COOKIE_FETCHES } from "./cookies.ts";
import type { Fetch } from "./fetch.ts";
import { HEADER_FETCHES } from "./headers.ts";
import { PARAMETER_FETCHES } from "./parameters.ts";
import { PAYLOAD_FETCHES } from "./payload.ts";
import { PROCESS_FETCHES } from "./process.ts";
import { PROXY_FETCHES } from "./proxies.ts";
import { REQUEST_LINE_FETCHES } from "./request-line.ts";
import { RESPONSE_FETCHES } from "./responses.ts";
import { STATE_FETCHES } from "./state.ts";
import { STICK_FETCHES } from "./stick.ts";
import { TIMER_FETCHES } from "./timers.ts";
import { TLS_FETCHES } from "./tls.ts";
import { TLS_HELLO_FETCHES } from "./tls-hello.ts";
import { VARIABLE_FETCHES } from "./variables.ts";

export type { Fetch, PreparedFetch } from "./fetch.ts";

const constants = [...CONSTANT_FETCHES].map(([name, constant]): [string, Fetch] => [
  name,
  (args) => {
    const sample = constant(args);
    return { one: () => sample };
  },
]);

export const COMPUTED_FETCHES: ReadonlyMap<string, Fetch> = new Map<string, Fetch>([
  ...constants,
  ...VARIABLE_FETCHES,
  ...ADDRESS_FETCHES,
  ...REQUEST_LINE_FETCHES,
  ...HEADER_FETCHES,
  ...COOKIE_FETCHES,
  ...PARAMETER_FETCHES,
  ...BODY_FETCHES,
  ...AUTHORIZATION_FETCHES,
  ...RESPONSE_FETCHES,
  ...TIMER_FETCHES,
  ...CONNECTION_FETCHES,
  ...PROXY_FETCHES,
  ...PAYLOAD_FETCHES,
  ...TLS_HELLO_FETCHES,
  ...TLS_FETCHES,
  ...CERTIFICATE_FETCHES,
  ...PROCESS_FETCHES,
  ...STATE_FETCHES,
  ...STICK_FETCHES,
]);
