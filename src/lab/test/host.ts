import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Duplex } from "node:stream";
import { installApi } from "../../api/index.ts";
import { fromSample, toSample } from "../../api/sample-values.ts";
import { processEnvironment } from "../../config/environment.ts";
import { parseConfig } from "../../config/parse.ts";
import { HaluaError } from "../../errors.ts";
import type { HostValue, LuaValue } from "../../lua/index.ts";
import { CommandSession } from "../../process/command-socket/session.ts";
import { ConfiguredLua } from "../../process/configured-lua.ts";
import { prepareWith, Worker } from "../../process/worker.ts";
import type { BackendMaker } from "../../proxy/build-traffic.ts";
import type { Frontend } from "../../proxy/frontend/frontend.ts";
import type { Listener } from "../../proxy/frontend/listener.ts";
import type { ConnectionAddress, Session } from "../../proxy/stream/session.ts";
import type { Stream } from "../../proxy/stream/stream.ts";
import type { Runtime } from "../../runtime/index.ts";
import { settle, VirtualTime } from "../virtual-time.ts";
import { generatedConfiguration, type Call, type RequestTarget } from "./generated-configuration.ts";
import { GeneratedTraffic, isolated } from "./generated-traffic.ts";
import { HooksBeside } from "./hooks-beside.ts";
import { HostLog, type LogLine } from "./host-log.ts";
import { ScriptedBackend, type BackendAnswers } from "./scripted-backend.ts";
import { StandingStream } from "./standing-stream.ts";
import { StubNetwork, type Answerers } from "./stub-network.ts";
import { TestConnection } from "./test-connection.ts";
import { requestText, ResponseReader, type TestRequest, type TestResponse } from "./test-request.ts";

/** How a script is loaded for a test. */
export interface HostOptions {
  /** A configuration's text or file; a small one is made where there is none. */
  readonly config?: string;
  /** Arguments of the script. */
  readonly args: readonly string[];
  /** Debug lines are kept too. */
  readonly debug: boolean;
}

/** What a host asks its test. */
export interface HostCallbacks extends Answerers {
  readonly backend: BackendAnswers;
  /** Told of each Lua state that is made. */
  readonly observe?: ((runtime: Runtime) => void) | undefined;
  /** Whether functions of the test are at work for this host: its clock must stand still then. */
  busy(): boolean;
}

/** What a connection has left behind in variables and logs. */
export interface Traces {
  readonly variables: ReadonlyMap<string, HostValue>;
  readonly logs: readonly LogLine[];
  readonly backend: string | undefined;
}

/** The outcome of a request. */
export interface Exchange extends Traces {
  readonly response: TestResponse;
}

/** The outcome of a connection in mode tcp. */
export interface TcpExchange extends Traces {
  /** All that has come back, a byte string. */
  readonly data: string;
  /** The connection has been broken off. */
  readonly aborted: boolean;
}

/** How long a request and the like may wait, on the host's own clock. */
const patienceMs = 120_000;

/** How often functions of the test are waited for when it has ended. */
const patienceRounds = 10;

/** A script in a runtime of its own, on a clock of its own, with traffic but no sockets. */
export class Host {
  readonly time = new VirtualTime();
  readonly #begun = this.time.monotonicMs();
  readonly log = new HostLog();
  readonly lua: ConfiguredLua;
  readonly #options: HostOptions;
  readonly #callbacks: HostCallbacks;
  readonly #folder: string;
  #worker: Worker | undefined;
  #generated: GeneratedTraffic | undefined;
  #tasksAtStart = 0;
  #sessions = 0;
  #closed = false;
  /** The process's environment as it was before the script and its configuration. */
  readonly #environment = { ...process.env };

  /** Loads the script: runs its body. Throws E_LUA_LOAD. The init functions wait until they are needed. */
  constructor(script: string, folder: string, options: HostOptions, callbacks: HostCallbacks) {
    this.#options = options;
    this.#callbacks = callbacks;
    this.#folder = folder;
    const file = path.resolve(folder, script);
    const { write } = this.log;
    this.lua = new ConfiguredLua({
      install: (runtime) => {
        installApi(runtime);
        callbacks.observe?.(runtime);
      },
      time: this.time,
      network: new StubNetwork(callbacks),
      log: { debug: options.debug, pid: 1, write },
    });
    if (!this.#configurationLoads(file)) {
      const value = this.#conversion();
      if (value) this.lua.run({ kind: "option", option: { name: "bool-sample-conversion", value } });
      this.#load(file);
    }
  }

  get runtime(): Runtime {
    return this.lua.runtime;
  }

  /** Whether the configuration has a line that loads the script. */
  #configurationLoads(file: string): boolean {
    const { text } = this.#source();
    const named = text.matchAll(/^\s*lua-load(?:-per-thread)?\s+(?:"([^"]*)"|(\S+))/gm);
    return [...named].some(
      ([, quoted, plain]) => path.basename(quoted ?? plain ?? "") === path.basename(file),
    );
  }

  /** What the configuration has for `tune.lua.bool-sample-conversion`, which a script must be loaded behind. */
  #conversion(): "normal" | "pre-3.1-bug" | undefined {
    if (this.#options.config === undefined) return "normal";
    const { text } = this.#source();
    const found = /^\s*tune\.lua\.bool-sample-conversion\s+"?(normal|pre-3\.1-bug)\b/m.exec(text)?.[1];
    return found === "normal" || found === "pre-3.1-bug" ? found : undefined;
  }

  #load(file: string): void {
    const folder = path.dirname(file);
    this.lua.run({ kind: "prepend-path", path: `${folder}/?.lua`, type: "path" });
    const shown = path.relative(process.cwd(), file) || file;
    const fault = this.lua.run({ kind: "load", file: shown, args: this.#options.args, perThread: false });
    if (fault !== undefined) throw new HaluaError("E_LUA_LOAD", fault);
  }

  /** The configuration's text, the name for it, and the folder that files named in it are looked for in. */
  #source(): { name: string; text: string; folder: string } {
    const { config = generatedConfiguration() } = this.#options;
    if (config.includes("\n")) return { name: "test.cfg", text: config, folder: this.#folder };
    const file = path.resolve(this.#folder, config);
    if (!existsSync(file)) throw new HaluaError("E_USAGE", `there is no configuration '${file}'`);
    const text = readFileSync(file, "latin1");
    return { name: path.relative(process.cwd(), file), text, folder: path.dirname(file) };
  }

  /** Reads the configuration, runs the init functions, and starts the tasks; once. Throws E_LUA_LOAD. */
  init(): Worker {
    if (this.#worker) return this.#worker;
    const source = this.#source();
    const hooks = new HooksBeside(this.lua, source.folder);
    const read = this.log.lines.length;
    const prepared = prepareWith(
      this.lua,
      (reading) => parseConfig([source], { ...reading, hooks, environment: processEnvironment }),
      {
        write: this.log.write,
      },
    );
    if (!prepared) {
      this.log.takeSevere();
      const said = this.log.lines.slice(read).map(({ text }) => text);
      throw new HaluaError("E_LUA_LOAD", `the configuration cannot be used:\n${said.join("\n")}`);
    }
    const makeBackend: BackendMaker = (proxy, expressions) =>
      new ScriptedBackend(proxy, expressions, this.#callbacks.backend);
    this.#worker = new Worker({
      ...prepared,
      config: isolated(prepared.config),
      makeBackend,
      logOutputs: this.log.outputs,
    });
    this.#generated = new GeneratedTraffic(this.lua, makeBackend, this.log.outputs);
    this.#worker.start();
    this.#tasksAtStart = this.runtime.taskCount;
    return this.#worker;
  }

  /** Sends a request through a frontend of the configuration, or through one made for an action or service. */
  async request(request: TestRequest, target: RequestTarget): Promise<Exchange> {
    const frontend = this.#frontend(target);
    const before = this.log.lines.length;
    const reader = new ResponseReader(request.method);
    const connection = new TestConnection(frontend, firstListener(frontend), request.source, (bytes) =>
      reader.push(bytes),
    );
    connection.open();
    await connection.send(requestText(request));
    const run = async (): Promise<void> => {
      while (!reader.isOver && !connection.isClosed) await connection.changed();
      reader.end(connection.wasReset);
      await connection.streamOver();
      connection.endInput();
    };
    await this.#until(run(), `${request.method} ${request.path}`);
    return { response: reader.response, ...this.#traces(connection, before) };
  }

  /** Connects to a frontend in mode tcp, sends pieces of data one by one, and ends the client's direction. */
  async tcp(
    pieces: readonly string[],
    source: ConnectionAddress,
    target: RequestTarget,
  ): Promise<TcpExchange> {
    const frontend = this.#frontend(target);
    const before = this.log.lines.length;
    const connection = new TestConnection(frontend, firstListener(frontend), source);
    connection.open();
    // The clock stands still meanwhile.
    for (const piece of pieces) await connection.send(piece);
    connection.endInput();
    const run = async (): Promise<void> => {
      while (!connection.isClosed) await connection.changed();
      await connection.streamOver();
    };
    await this.#until(run(), "the connection");
    return {
      data: connection.received.toString("latin1"),
      aborted: connection.wasReset,
      ...this.#traces(connection, before),
    };
  }

  #traces({ stream, session }: TestConnection, before: number): Traces {
    return {
      variables: variablesOf(session, stream),
      logs: this.log.lines.slice(before),
      backend: stream?.backendChosen === true ? stream.backend.config.name : undefined,
    };
  }

  #frontend({ mode, frontend, call }: RequestTarget): Frontend {
    const { traffic } = this.init();
    if (call && this.#generated) return this.#generated.frontendFor(mode, call);
    const fitting = traffic.frontends.filter(({ proxy }) => proxy.config.mode === mode);
    const found =
      frontend === undefined ? fitting[0] : fitting.find(({ proxy }) => proxy.config.name === frontend);
    if (found) return found;
    const kind = mode === "http" ? "HTTP" : "TCP";
    throw new HaluaError(
      "E_USAGE",
      frontend === undefined
        ? `the configuration has no ${kind} frontend with a bind line`
        : `there is no ${kind} frontend '${frontend}' with a bind line`,
    );
  }

  /** Calls a registered fetch for a request that nobody answers; undefined is no sample. */
  sample(call: Call, input: LuaValue, request: TestRequest): HostValue {
    const frontend = this.#frontend({ mode: "http", frontend: undefined, call: undefined });
    const client = new StandingStream(frontend, firstListener(frontend), request);
    try {
      const place = { session: client.session, stream: client.stream, direction: "request" } as const;
      const { scripts } = frontend.proxy.environment;
      const name = `lua.${call.name}`;
      const args = call.args.map((text) => ({ type: "string", text, value: text }) as const);
      const sample =
        call.kind === "fetch"
          ? scripts.fetch({ name, args }, place)
          : scripts.converter({ name, args }, toSample(input), place);
      return sample && fromSample(sample, true);
    } finally {
      client.end();
    }
  }

  /** Sends a line to the command socket; gives the answer. */
  async command(line: string): Promise<string> {
    const { runtime, proxies, traffic } = this.init();
    let answer = "";
    const socket = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        answer += chunk.toString("latin1");
        done();
      },
    });
    const limits = { level: "admin", idleMs: patienceMs } as const;
    const session = new CommandSession(
      ++this.#sessions,
      socket,
      { runtime, proxies, traffic },
      () => [],
      limits,
    );
    socket.push(Buffer.from(`${line}\n`, "latin1"));
    socket.push(null);
    await this.#until(session.serve(), `the command '${line}'`);
    socket.destroy();
    return answer.replace(/\n$/, "");
  }

  /** How many tasks have not ended. */
  tasks(): number {
    this.init();
    return this.runtime.taskCount;
  }

  /** Milliseconds since the script was loaded. */
  get elapsed(): number {
    return this.time.monotonicMs() - this.#begun;
  }

  /** Moves the clock. */
  async advance(ms: number): Promise<void> {
    this.init();
    await this.time.advance(ms);
  }

  /** Waits for `work`, moving the clock to whatever it waits for. */
  async #until<T>(work: Promise<T>, what: string): Promise<T> {
    const state = { over: false };
    const done = work.finally(() => (state.over = true));
    done.catch(() => undefined);
    const end = this.time.monotonicMs() + patienceMs;
    for (;;) {
      await settle();
      if (state.over) return done;
      if (this.#callbacks.busy()) continue;
      const { next } = this.time;
      if (next === undefined || this.time.monotonicMs() + next > end)
        throw new HaluaError("E_LUA_RUNTIME", `${what} waits for something that never comes`);
      await this.time.advance(next);
    }
  }

  /** Lets come to an end what needs no more time: a connection's farewell, a function of the test. */
  async rest(): Promise<void> {
    await settle();
    for (let round = 0; this.#callbacks.busy() && round < patienceRounds; round++) await settle();
  }

  /** What is left over that should not be, in words. */
  leaks(): string[] {
    const found: string[] = [];
    const tasks = this.runtime.taskCount - this.#tasksAtStart;
    if (this.#worker && tasks > 0)
      found.push(`${tasks} task${tasks > 1 ? "s" : ""} registered after the start did not end`);
    if (this.runtime.links.size > 0) this.runtime.lua.collectGarbage();
    const { size } = this.runtime.links;
    if (size > 0) found.push(`${size} socket${size > 1 ? "s are" : " is"} still open`);
    return found;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#generated?.close();
    if (this.#worker) this.#worker.close();
    else this.runtime.close();
    for (const name of Object.keys(process.env))
      if (this.#environment[name] === undefined) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, this.#environment);
  }
}

function firstListener({ listeners: [first], proxy }: Frontend): Listener {
  if (first) return first;
  throw new HaluaError("E_USAGE", `frontend '${proxy.config.name}' has no bind line`);
}

/** The variables that a connection has left, with their scopes. */
function variablesOf(session: Session, stream: Stream | undefined): Map<string, HostValue> {
  const scopes = {
    sess: session.variables,
    ...(stream && {
      txn: stream.transactionVariables,
      req: stream.requestVariables,
      res: stream.responseVariables,
    }),
  };
  return new Map(
    Object.entries(scopes).flatMap(([scope, variables]) =>
      [...variables.entries()].map(([name, sample]): [string, HostValue] => [
        `${scope}.${name}`,
        fromSample(sample, true),
      ]),
    ),
  );
}
