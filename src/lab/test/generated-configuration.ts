/** What a script has registered, and the words it is called with. */
export interface Call {
  readonly kind: "action" | "service" | "fetch" | "converter";
  /** Without `lua.`. */
  readonly name: string;
  readonly args: readonly string[];
  /** For an action: its place, as core.register_action names it. */
  readonly place?: string | undefined;
}

/** Where a request goes. */
export interface RequestTarget {
  readonly mode: Mode;
  /** The frontend's name; the first of the mode by default. */
  readonly frontend: string | undefined;
  /** An action or service to be called in a frontend made for it. */
  readonly call: Call | undefined;
}

/** The rulesets in which actions can stand, by the names core.register_action has for them. */
export const rulesets: Readonly<Record<string, string>> = {
  "http-req": "http-request",
  "http-res": "http-response",
  "http-after-res": "http-after-response",
  "tcp-req": "tcp-request content",
  "tcp-res": "tcp-response content",
};

/** The proxies of a configuration made for tests. */
const frontendName = "test";
const backendName = "servers";

/** What a frontend speaks. */
export type Mode = "http" | "tcp";

/** A frontend and a backend, and between them nothing but the given rule. */
export function generatedConfiguration(mode: Mode = "http", call?: Call): string {
  return [
    "defaults",
    `    mode ${mode}`,
    "    timeout client 30s",
    "    timeout server 30s",
    "    timeout connect 5s",
    `frontend ${frontendName}`,
    "    bind 127.0.0.1:80",
    // Without it rules of mode tcp may not wait, in HAProxy either.
    ...(mode === "tcp" ? ["    tcp-request inspect-delay 5s"] : []),
    ...(call && !isOfServers(call) ? [`    ${ruleOf(mode, call)}`] : []),
    `    default_backend ${backendName}`,
    `backend ${backendName}`,
    ...(mode === "tcp" ? ["    tcp-response inspect-delay 5s"] : []),
    ...(call && isOfServers(call) ? [`    ${ruleOf(mode, call)}`] : []),
    "    server s1 127.0.0.1:8080",
    "",
  ].join("\n");
}

/** Whether its rule can only stand in a backend. */
function isOfServers({ place }: Call): boolean {
  return place === "tcp-res";
}

function ruleOf(mode: Mode, { kind, name, args, place = `${mode}-req` }: Call): string {
  if (kind === "service") {
    const ruleset = mode === "http" ? "http-request" : "tcp-request content";
    return `${ruleset} use-service lua.${name}`;
  }
  return [rulesets[place] ?? place, `lua.${name}`, ...args.map(quoted)].join(" ");
}

/** A word of a configuration, whatever is in it. */
function quoted(word: string): string {
  return `"${word.replace(/[\\"$]/g, "\\$&")}"`;
}
