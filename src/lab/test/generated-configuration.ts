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
  /** The frontend's name; the first that takes HTTP by default. */
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

/** A frontend and a backend, and between them nothing but the given rule. */
export function generatedConfiguration(call?: Call): string {
  return [
    "defaults",
    "    mode http",
    "    timeout client 30s",
    "    timeout server 30s",
    "    timeout connect 5s",
    `frontend ${frontendName}`,
    "    bind 127.0.0.1:80",
    ...(call ? [`    ${ruleOf(call)}`] : []),
    `    default_backend ${backendName}`,
    `backend ${backendName}`,
    "    server s1 127.0.0.1:8080",
    "",
  ].join("\n");
}

function ruleOf({ kind, name, args, place = "http-req" }: Call): string {
  if (kind === "service") return `http-request use-service lua.${name}`;
  return [rulesets[place] ?? place, `lua.${name}`, ...args.map(quoted)].join(" ");
}

/** A word of a configuration, whatever is in it. */
function quoted(word: string): string {
  return `"${word.replace(/[\\"$]/g, "\\$&")}"`;
}
