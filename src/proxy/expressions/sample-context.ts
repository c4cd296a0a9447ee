import type { SampleExpression } from "../../config/expressions.ts";
import type { LogFormat } from "../../config/log-format.ts";
import type { FetchContext, Sample } from "../../samples/index.ts";
import { splitUri } from "../http/uri.ts";
import type { RequestHead, ResponseHead } from "../http/message.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { TrafficEnvironment } from "../traffic.ts";
import { rawRequestHead } from "./raw-request.ts";
import { isGuard, variableNamed, type CheckPlace, type VariablePlace, type Variables } from "./variables.ts";

type Arguments = SampleExpression["fetch"]["args"];

/** Where a sample is taken; what {@link RuleContext} says of it. */
export interface SamplePlace extends VariablePlace {
  readonly final: boolean;
}

/** What samples of all places share. */
export interface SampleServices {
  readonly environment: TrafficEnvironment;
  readonly variables: Variables;
  format(format: LogFormat): (place: SamplePlace) => string;
  /** Whether named ACLs hold, as the `acl` fetch has them in its arguments. */
  aclsHold(args: Arguments, place: SamplePlace): boolean | "missing";
  groupsOf(userlist: string, user: string, password: string): readonly string[] | undefined;
}

/** A place as fetches and converters see it; made anew for each sample. */
export class SampleContext implements FetchContext {
  incomplete = false;
  readonly session: Session | undefined;
  readonly stream: Stream | undefined;
  readonly check: CheckPlace | undefined;
  readonly direction: "request" | "response";
  readonly final: boolean;
  readonly #services: SampleServices;

  constructor(services: SampleServices, { session, stream, check, direction, final }: SamplePlace) {
    this.#services = services;
    this.session = session;
    this.stream = stream;
    this.check = check;
    this.direction = direction;
    this.final = final;
  }

  monotonicMs(): number {
    return this.#services.environment.time.monotonicMs();
  }

  wallMs(): number {
    return this.#services.environment.time.wallMs();
  }

  requestHead(): RequestHead | undefined {
    const { stream } = this;
    if (!stream || this.direction === "response") return undefined;
    if (stream.http) return stream.http.request;
    const head = rawRequestHead(stream.request);
    if (head !== "incomplete") return head;
    this.incomplete = true;
    return undefined;
  }

  responseHead(): ResponseHead | undefined {
    const { stream, check } = this;
    if (check) return this.direction === "request" ? undefined : check.head;
    if (!stream?.http || this.direction === "request") return undefined;
    if (!stream.http.response) this.incomplete = true;
    return stream.http.response;
  }

  pathAndQuery(uri: string): string | undefined {
    return splitUri(uri).pathAndQuery;
  }

  uniqueId(): string | undefined {
    const { stream, check } = this;
    if (check) return this.#uniqueIdOfCheck(check);
    const format = stream?.frontend.config.uniqueIdFormat;
    if (!stream || !format) return undefined;
    if (stream.uniqueId === undefined) {
      // A format may name the id itself, which is empty there.
      stream.uniqueId = "";
      stream.uniqueId = this.#services.format(format)(this);
    }
    return stream.uniqueId;
  }

  #uniqueIdOfCheck({ proxy }: CheckPlace): string | undefined {
    const format = proxy.config.uniqueIdFormat;
    return format && this.#services.format(format)(this);
  }

  variable(name: string): Sample | undefined {
    const variable = variableNamed(name);
    return variable && this.#services.variables.read(variable, this);
  }

  setVariable(name: string, guards: readonly string[], value: Sample): boolean {
    const variable = variableNamed(name);
    if (!variable) return false;
    return this.#services.variables.set(variable, guards.filter(isGuard), value, this);
  }

  unsetVariable(name: string): boolean {
    const variable = variableNamed(name);
    return variable !== undefined && this.#services.variables.unset(variable, this);
  }

  variablesOf(scope: string): Iterable<readonly [name: string, value: Sample]> | undefined {
    const variable = variableNamed(`${scope}.any`);
    return variable && this.#services.variables.all(variable.scope, this);
  }

  groupsOf(userlist: string, user: string, password: string): readonly string[] | undefined {
    return this.#services.groupsOf(userlist, user, password);
  }

  aclsHold(args: Arguments): boolean | "missing" {
    return this.#services.aclsHold(args, this);
  }
}
