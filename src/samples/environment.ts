/**
 * What fetches and converters may use of the process they run in: its state,
 * its proxies with their servers, stick tables and maps. Names in arguments are
 * looked up here when an expression is prepared. The model of `src/proxy` is of
 * these shapes; samples know no other, so that they can be tested without one.
 */
import type { Argument } from "./catalog/notation.ts";
import { KeyFiles } from "./key-files.ts";
import type { ConverterMap } from "./patterns/index.ts";
import type { StickTable } from "./stick-tables/index.ts";

/** The process itself. */
export interface ProcessView {
  readonly pid: number;
  /** Connections of all kinds, those of the command socket among them. */
  readonly connections: number;
  /** It has been asked to end, and waits for its connections. */
  readonly stopping: boolean;
  /** How long it has been running, in seconds. */
  readonly uptime: number;
  /** How much of the last moments it was busy, in percent. */
  readonly busyPercent: number;
  /** The machine's name. */
  readonly hostname: string;
  /** The thread that works here, from 0. */
  readonly thread: number;
  environmentVariable(name: string): string | undefined;
  /** Writes a line of the `debug` converter: to `stdout`, to `stderr`, or into a ring of that name. */
  debug(sink: string, line: string): void;
}

/** What shared counters have counted, by the names of `show stat`. */
interface CountersView {
  get(stat: string): number | bigint;
}

export interface ServerStateView {
  readonly name: string;
  /** Its number in the backend. */
  readonly puid: number;
  readonly backup: boolean;
  readonly state: "STOPPED" | "STARTING" | "RUNNING" | "STOPPING";
  readonly status: {
    /** In 1/16 of a weight. */
    readonly eweight: number;
    /** Traffic may go there. */
    readonly usable: boolean;
    readonly inMaintenance: boolean;
  };
  readonly check: { readonly configured: boolean };
  /** As it is set now, and as the configuration had it. */
  readonly weight: number;
  readonly initialWeight: number;
  /** 0 for no limit. */
  readonly maxconn: number;
  /** The limit in force: `maxconn` lowered by the backend's load and a slow start. */
  readonly currentMaxconn: number;
  readonly settings: { readonly maxqueue: number };
  readonly currentSessions: number;
  readonly queued: number;
  readonly counters: CountersView;
}

export interface ProxyStateView {
  readonly name: string;
  readonly settings: { readonly disabled: boolean; readonly allBackups: boolean };
  readonly frontend: { readonly counters: CountersView; readonly gauges: { readonly scur: number } };
  readonly backend: {
    readonly counters: CountersView;
    readonly gauges: { readonly scur: number; readonly qcur: number };
  };
  readonly servers: readonly ServerStateView[];
  /** Servers that take traffic; backups apart. */
  readonly activeServers: number;
  readonly backupServers: number;
}

export interface SampleEnvironment {
  readonly keys: KeyFiles;
  readonly process: ProcessView;
  /** By name, or by number as `#3`; a name may belong to a frontend and to a backend. */
  proxy(name: string, side: "frontend" | "backend"): ProxyStateView | undefined;
  /** By the name of its proxy. */
  table(name: string): StickTable | undefined;
  /** The map of a converter, by the call that stands for it in the configuration. */
  map(call: object): ConverterMap | undefined;
}

/** An argument that names a frontend, a backend or a table: by its reader, where it was left empty. */
const nameOf = (argument: Argument | undefined): string =>
  typeof argument?.value === "string" ? argument.value : "";

/** The table that an argument names; undefined where the argument is left out. */
export const tableAt = (
  environment: SampleEnvironment,
  args: readonly Argument[],
  index: number,
): StickTable | undefined => (args[index] ? environment.table(nameOf(args[index])) : undefined);

export const proxyAt = (
  environment: SampleEnvironment,
  side: "frontend" | "backend",
  args: readonly Argument[],
  index: number,
): ProxyStateView | undefined => environment.proxy(nameOf(args[index]), side);

/** The server of a backend, by name or by number as `#3`. */
export function serverOf(backend: ProxyStateView | undefined, wanted: string): ServerStateView | undefined {
  if (!wanted.startsWith("#")) return backend?.servers.find(({ name }) => name === wanted);
  const number = parseInt(wanted.slice(1), 10);
  return backend?.servers.find(({ puid }) => puid === number);
}

/** The server that an argument names as `backend/server`. */
export const serverAt = (
  environment: SampleEnvironment,
  args: readonly Argument[],
  index: number,
): ServerStateView | undefined => {
  const path = nameOf(args[index]);
  const slash = path.lastIndexOf("/");
  return serverOf(environment.proxy(path.slice(0, Math.max(slash, 0)), "backend"), path.slice(slash + 1));
};

/** An environment where nothing has a name, for what is computed outside of a process. */
export const EMPTY_ENVIRONMENT: SampleEnvironment = {
  keys: new KeyFiles(() => undefined),
  process: {
    pid: 0,
    connections: 0,
    stopping: false,
    uptime: 0,
    busyPercent: 0,
    hostname: "",
    thread: 0,
    environmentVariable: () => undefined,
    debug: () => undefined,
  },
  proxy: () => undefined,
  table: () => undefined,
  map: () => undefined,
};
