import type { CheckProtocol, ConnectStep } from "../../config/types.ts";
import type { SamplePlace } from "../expressions/sample-context.ts";
import type { CheckPlace } from "../expressions/variables.ts";
import type { H1ParserSettings } from "../http/h1-parser.ts";
import { VariableScope } from "../stream/variables.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import { HttpAnswer, RawAnswer } from "./check-answer.ts";
import type { CheckConnection, CheckEvents } from "./check-connection.ts";
import type { CheckOutcome, CheckStatusName } from "./check-outcome.ts";
import type { PreparedStep } from "./check-program.ts";
import { failureInfo, placeOf } from "./check-texts.ts";
import type { Verdict } from "./expectations.ts";

/** What a {@link CheckRun} is made of. */
export interface CheckRunOptions {
  readonly steps: readonly PreparedStep[];
  readonly protocol: CheckProtocol;
  readonly server: ServerTraffic;
  readonly proxy: CheckPlace["proxy"];
  readonly settings: H1ParserSettings;
  /** `http-check disable-on-404`, while the server is up. */
  readonly acceptsNotFound: boolean;
  /** What `http-check send-state` tells. */
  readonly state: () => string;
  /** Makes a connection; `port` and `hostName` are what the step's expressions gave. */
  connect(
    step: ConnectStep,
    port: number | undefined,
    hostName: string | undefined,
    events: CheckEvents,
  ): CheckConnection;
  /** A connection stands: the answers' own limit begins. */
  connected(): void;
  conclude(outcome: CheckOutcome): void;
}

/** One check of a server: the steps one after the other (tcpcheck_main()). */
export class CheckRun {
  readonly #options: CheckRunOptions;
  readonly #place: SamplePlace;
  readonly #variables = new VariableScope();
  #answer: RawAnswer | HttpAnswer;
  #connection: CheckConnection | undefined;
  #at = 0;
  /** The last step that dealt with the server. */
  #current: Exclude<PreparedStep, { kind: "action" }> | undefined;
  #code = 0;
  /** What the last answer told of the server, where that is worth telling. */
  #found: string | undefined;
  #connecting = false;
  #ended = false;
  #concluded = false;

  constructor(options: CheckRunOptions) {
    this.#options = options;
    this.#answer = this.#newAnswer();
    const { proxy, server } = options;
    const variables = this.#variables;
    const answer = (): RawAnswer | undefined =>
      this.#answer instanceof RawAnswer ? this.#answer : undefined;
    const head = (): HttpAnswer["head"] => this.#answer.head;
    this.#place = {
      session: undefined,
      stream: undefined,
      direction: "response",
      final: true,
      check: {
        proxy,
        server: server.config,
        variables,
        get answer() {
          return answer();
        },
        get head() {
          return head();
        },
      },
    };
  }

  start(): void {
    this.#advance();
  }

  /** What has been reached on the connection; see `CheckConnection`. */
  get layer(): number {
    return this.#connection?.layer ?? 4;
  }

  close(): void {
    this.#concluded = true;
    this.#connection?.close();
  }

  /** The time is over. */
  timedOut(): void {
    const { layer } = this;
    let status: CheckStatusName = layer === 4 ? "L4TOUT" : "L6TOUT";
    const current = this.#current;
    if (layer === 7)
      status = (current?.kind === "expect" ? current.step.timeoutStatus : undefined) ?? "L7TOUT";
    this.#conclude({ status, info: this.#where() });
  }

  #newAnswer(method?: string): RawAnswer | HttpAnswer {
    const { settings, protocol } = this.#options;
    if (protocol !== "http") return new RawAnswer(settings.bufsize);
    return new HttpAnswer(settings, method ?? "OPTIONS");
  }

  /** Goes on until something has to be waited for. */
  #advance(): void {
    while (!this.#concluded) {
      const step = this.#options.steps[this.#at];
      if (!step) {
        this.#succeed();
        return;
      }
      if (step.kind === "action") {
        step.run(this.#place);
        this.#at++;
        continue;
      }
      this.#current = step;
      this.#code = 0;
      if (!this.#take(step)) return;
      this.#at++;
    }
  }

  /** Takes a step; false where it waits, or the check is over. */
  #take(step: Exclude<PreparedStep, { kind: "action" }>): boolean {
    switch (step.kind) {
      case "connect":
        this.#connect(step);
        return false;
      case "send": {
        const bytes = step.bytes(this.#place, this.#options.state);
        this.#answer = this.#newAnswer(step.method);
        if (bytes && "fault" in bytes) {
          this.#conclude({ status: "L7RSP", info: bytes.fault });
          return false;
        }
        if (bytes) this.#connection?.send(bytes);
        return true;
      }
      case "expect":
        return this.#expect(step);
    }
  }

  #connect({ step, port, hostName }: Extract<PreparedStep, { kind: "connect" }>): void {
    this.#connection?.close();
    this.#ended = false;
    this.#connecting = true;
    this.#answer = this.#newAnswer();
    const connection = this.#options.connect(step, port(this.#place), hostName(this.#place), {
      connected: () => {
        this.#connecting = false;
        this.#options.connected();
        this.#at++;
        this.#advance();
      },
      received: (bytes) => {
        this.#answer.push(bytes);
        this.#resume();
      },
      ended: () => this.#end(),
      failed: (outcome) => this.#failed(outcome),
    });
    this.#connection = connection;
    connection.open();
  }

  #end(): void {
    this.#ended = true;
    if (this.#answer instanceof HttpAnswer) this.#answer.end();
    else this.#answer.ended = true;
    this.#resume();
  }

  /** A connection that breaks off behind an answer has ended: the answer counts. */
  #failed(outcome: CheckOutcome): void {
    if (!this.#connecting && !this.#answer.isEmpty) this.#end();
    else this.#conclude({ ...outcome, info: outcome.info + this.#where() });
  }

  #resume(): void {
    if (!this.#connecting) this.#advance();
  }

  #expect(step: Extract<PreparedStep, { kind: "expect" }>): boolean {
    const answer = this.#answer;
    if (answer.isEmpty && !this.#ended) return false;
    if (answer instanceof HttpAnswer) {
      // What cannot be read as HTTP is an error of the connection.
      if (answer.invalid || answer.isEmpty) {
        this.#conclude({ status: "SOCKERR", info: this.#where() });
        return false;
      }
      this.#code = answer.head?.status ?? 0;
      if (this.#isNotFound) return true;
    } else if (this.#ended) answer.ended = true;
    const verdict = step.judge(answer, this.#place);
    switch (verdict.kind) {
      case "wait":
        this.#at = step.head;
        return false;
      case "passed":
        this.#found = verdict.info;
        return true;
      case "failed":
        this.#fail(step, verdict);
        return false;
    }
  }

  get #isNotFound(): boolean {
    return this.#options.acceptsNotFound && this.#code === 404;
  }

  #fail(
    { step, onError, statusCode }: Extract<PreparedStep, { kind: "expect" }>,
    verdict: Verdict & { kind: "failed" },
  ): void {
    const { protocol } = this.#options;
    const info = verdict.info ?? onError?.(this.#place);
    const text = info ?? failureInfo(protocol, step, this.#answer.isEmpty, verdict.unwanted ?? false);
    const comment = step.comment === undefined ? "" : ` comment: ${step.comment}`;
    this.#code = statusCode(this.#place) ?? verdict.code ?? this.#code;
    this.#conclude({ status: verdict.status, info: text + comment, code: this.#code });
  }

  #succeed(): void {
    const current = this.#current;
    const { protocol } = this.#options;
    if (current?.kind === "expect") {
      if (this.#isNotFound) this.#conclude({ status: "L7OKC", info: "", code: this.#code });
      else this.#concludeExpected(current);
    } else if (current?.kind === "connect") {
      const info = current.step.implicit ? "" : "(tcp-check)";
      this.#conclude({ status: this.#connection?.isTls === true ? "L6OK" : "L4OK", info });
    } else {
      this.#conclude({ status: "L7OK", info: protocol === "connect" ? "" : "(tcp-check)", code: 0 });
    }
  }

  #concludeExpected({ step, onSuccess, statusCode }: Extract<PreparedStep, { kind: "expect" }>): void {
    const { protocol } = this.#options;
    const info = onSuccess?.(this.#place) ?? (protocol === "tcp" ? "(tcp-check)" : "");
    const code = statusCode(this.#place) ?? this.#code;
    const logged = this.#found;
    this.#conclude({
      status: step.okStatus ?? "L7OK",
      info,
      code,
      ...(logged !== undefined && { logged }),
    });
  }

  /** Where the check stands, for what breaks off there. */
  #where(): string {
    return placeOf(this.#options.protocol, this.#current?.step, this.#current?.kind);
  }

  #conclude(outcome: CheckOutcome): void {
    if (this.#concluded) return;
    this.close();
    this.#options.conclude(outcome);
  }
}
