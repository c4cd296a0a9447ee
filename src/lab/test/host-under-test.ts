import { HaluaError } from "../../errors.ts";
import { NetworkError, type HttpRequest, type HttpResponse } from "../../runtime/index.ts";
import { LuaFunction, LuaReference, type HostValue, type LuaValue } from "../../lua/index.ts";
import { reasonOf } from "../../proxy/http/status.ts";
import type { Coverage } from "./coverage.ts";
import { Host, type HostOptions } from "./host.ts";
import { Fields, headersForLua } from "./plain.ts";
import type { BackendRequest, BackendResponse } from "./scripted-backend.ts";
import type { Peer } from "./stub-network.ts";
import { peerClass } from "./peer-class.ts";
import type { TestCalls } from "./test-calls.ts";

/** What a test answers with: a table, or a function that gives one. */
type Answer = LuaFunction | LuaReference;

const answerFields = ["status", "reason", "headers", "body", "down"];
const tcpAnswerFields = ["data", "down"];

/** A {@link Host} with the functions of its test that answer for the rest of the world, and what it is blamed for. */
export class HostUnderTest {
  readonly host: Host;
  readonly #calls: TestCalls;
  readonly #strict: boolean;
  readonly #generated: boolean;
  readonly #backends = new Map<string, Answer>();
  readonly #http: { readonly pattern: string; readonly answer: Answer }[] = [];
  readonly #sockets = new Map<string, LuaFunction>();
  readonly #expected: string[] = [];
  readonly #faults: string[] = [];
  #working = 0;

  constructor(
    script: string,
    folder: string,
    options: HostOptions & { strict: boolean },
    calls: TestCalls,
    coverage: Coverage | undefined,
  ) {
    this.#calls = calls;
    this.#strict = options.strict;
    this.#generated = options.config === undefined;
    this.host = new Host(script, folder, options, {
      backend: {
        http: (name, request) => this.#answerBackend(name, request),
        tcp: (name, data) => this.#answerTcpBackend(name, data),
      },
      http: (url, request) => this.#answerHttp(url, request),
      socket: (address, peer) => this.#answerSocket(address, peer),
      unmatched: (what) => this.#faults.push(`the script made ${what}`),
      observe: coverage && ((runtime) => coverage.observe(runtime)),
      busy: () => this.#working > 0,
    });
  }

  setBackend(name: string, answer: Answer): void {
    this.#backends.set(name, answer);
  }

  /** The stub that was set last counts. */
  stubHttp(pattern: string, answer: Answer): void {
    this.#http.unshift({ pattern, answer });
  }

  stubSocket(address: string, fn: LuaFunction): void {
    this.#sockets.set(address, fn);
  }

  expectLog(pattern: string): void {
    this.#expected.push(pattern);
  }

  /** What has gone wrong since the last time, besides what the test has looked at itself. */
  takeFaults(): string[] {
    const lines = this.host.log
      .takeSevere()
      .filter(({ text }) => !this.#expected.some((pattern) => this.#calls.matches(text, pattern)))
      .map(({ level, text }) => `unexpected log line: [${level}] ${text}`);
    const faults = [...this.#faults.splice(0), ...(this.#strict ? [...lines, ...this.host.leaks()] : [])];
    return faults;
  }

  async #answerBackend(name: string, request: BackendRequest): Promise<BackendResponse | undefined> {
    const answer = this.#backendAnswer(name);
    if (!answer) return this.#generated ? { status: 200, reason: "OK", headers: [], body: "" } : undefined;
    const { method, uri, headers, body } = request;
    const given = { method, path: uri, headers: headersForLua(headers), body };
    const who = `backend '${name}'`;
    return this.#respond(answer, given, who, (response) => this.#response(response, who));
  }

  async #answerTcpBackend(name: string, data: string): Promise<string | undefined> {
    const answer = this.#backendAnswer(name);
    if (!answer) return this.#generated ? "" : undefined;
    const who = `backend '${name}'`;
    const read = (given: LuaValue): string | undefined => {
      const fields = this.#fields(given, who, tcpAnswerFields);
      return fields.value("down") === true ? undefined : (fields.text("data") ?? "");
    };
    return this.#respond(answer, { data }, who, read);
  }

  /** What the test says for a backend; one that it says nothing for is a fault of it. */
  #backendAnswer(name: string): Answer | undefined {
    const answer = this.#backends.get(name);
    if (!answer && !this.#generated)
      this.#faults.push(`a request reached backend '${name}', for which there is no host:backend`);
    return answer;
  }

  #answerHttp(url: string, request: HttpRequest): Promise<HttpResponse> | undefined {
    const stub = this.#http.find(({ pattern }) => this.#calls.matches(url, pattern));
    if (!stub) return undefined;
    const { method, path, headers, body } = request;
    const given = { method, url, path, headers: headersForLua(headers), body };
    const who = `the stub for '${stub.pattern}'`;
    return this.#respond(stub.answer, given, who, (answer) => this.#response(answer, who)).then(
      (response) => {
        if (response) return response;
        throw new NetworkError("refused", `${url} is down`);
      },
    );
  }

  #answerSocket(address: string, peer: Peer): boolean {
    const fn = this.#sockets.get(address);
    if (!fn) return false;
    void this.#work(async () => {
      await this.#calls.call(fn, [peerClass.wrap(peer)]);
    }, `the stub for '${address}'`).finally(() => peer.close());
    return true;
  }

  /** The test's answer, as `read` takes it from the table that it is or that its function gives. */
  async #respond<T>(
    answer: Answer,
    request: HostValue,
    who: string,
    read: (given: LuaValue) => T,
  ): Promise<T | undefined> {
    if (!(answer instanceof LuaFunction)) return read(answer);
    return this.#work(async () => {
      const [given] = await this.#calls.call(answer, [request]);
      return read(given);
    }, who);
  }

  /** Runs a function of the test, for which the clock stands still; what it raises, the test is told. */
  async #work<T>(fn: () => Promise<T>, who: string): Promise<T | undefined> {
    this.#working++;
    try {
      return await fn();
    } catch (error) {
      this.#faults.push(`${who} failed: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    } finally {
      this.#working--;
    }
  }

  /** Undefined for `{down = true}`. */
  #response(given: LuaValue, who: string): BackendResponse | undefined {
    const fields = this.#fields(given, who, answerFields);
    if (fields.value("down") === true) return undefined;
    const status = Number(fields.text("status") ?? 200);
    return {
      status,
      reason: fields.text("reason") ?? reasonOf(status),
      headers: fields.headers("headers"),
      body: fields.text("body") ?? "",
    };
  }

  #fields(given: LuaValue, who: string, known: readonly string[]): Fields {
    if (!(given instanceof LuaReference) || given.type !== "table")
      throw new HaluaError(
        "E_LUA_RUNTIME",
        `${who} gave no table {${known.map((name) => `${name}=`).join(", ")}}`,
      );
    const fields = new Fields(this.#calls.thread, given);
    const unknown = fields.unknown(known);
    if (unknown.length === 0) return fields;
    throw new HaluaError(
      "E_LUA_RUNTIME",
      `${who} gave '${unknown.join("', '")}', not one of ${known.join(", ")}`,
    );
  }
}
