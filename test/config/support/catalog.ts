/** A small catalog of fetches and converters for tests that need no real HAProxy. */
import type { ArgumentType } from "../../../src/config/arguments.ts";
import type { SampleCatalog, SampleSource, SampleType } from "../../../src/config/samples.ts";

type Fetch = readonly [SampleType, SampleSource, (readonly ArgumentType[])?, number?];
type Converter = readonly [SampleType, SampleType, (readonly ArgumentType[])?, number?];

const FETCHES: Readonly<Record<string, Fetch>> = {
  always_true: ["bool", "constants"],
  always_false: ["bool", "constants"],
  str: ["str", "constants", ["string"], 1],
  int: ["sint", "constants", ["integer"], 1],
  bin: ["bin", "constants", ["string"], 1],
  src: ["addr", "client address"],
  dst_port: ["sint", "client address"],
  path: ["str", "HTTP request headers"],
  method: ["meth", "HTTP request"],
  "req.hdr": ["str", "HTTP request headers", ["string", "integer"]],
  "req.ver": ["str", "HTTP request"],
  "res.hdr": ["str", "HTTP response headers", ["string", "integer"]],
  status: ["sint", "HTTP response"],
  "req.payload": ["bin", "request buffer", ["integer", "integer"], 2],
  be_conn: ["sint", "internal state", ["backend"], 1],
  var: ["any", "constants", ["string", "string"], 1],
  http_auth: ["bool", "HTTP request headers", ["userlist"], 1],
};

const CONVERTERS: Readonly<Record<string, Converter>> = {
  lower: ["str", "str"],
  length: ["str", "sint"],
  add: ["sint", "sint", ["string"], 1],
  ipmask: ["addr", "addr", ["mask4", "mask6"], 1],
  iif: ["bool", "str", ["string", "string"], 2],
};

export const TEST_CATALOG: SampleCatalog = {
  fetch(name) {
    const found = Object.hasOwn(FETCHES, name) ? FETCHES[name] : undefined;
    if (!found) return undefined;
    const [out, source, types = [], required = 0] = found;
    return { name, out, sources: [source], args: { types, required } };
  },
  converter(name) {
    const found = Object.hasOwn(CONVERTERS, name) ? CONVERTERS[name] : undefined;
    if (!found) return undefined;
    const [input, out, types = [], required = 0] = found;
    return { name, in: input, out, args: { types, required } };
  },
};
