/**
 * Names in the arguments of samples (tables, backends, userlists...) and
 * regular expressions there: looked up once everything is read.
 * Source: sample.c (smp_resolve_args) for the texts.
 */
import type { AclExpression } from "./acl.ts";
import type { Argument } from "./arguments.ts";
import type { ProxyDraft } from "./drafts/proxy.ts";
import type { SampleCall, SampleExpression } from "./expressions.ts";
import type { Location } from "./location.ts";
import { hasBack, hasFront, type State } from "./state.ts";

/** An argument to be resolved, and all its message needs. */
interface Reference {
  readonly argument: Argument;
  readonly position: number;
  /** `sample fetch keyword` or `ACL keyword`, with the converter in front if it is one's argument. */
  readonly shown: string;
  /** `in http-request expression in`. */
  readonly where: string;
  readonly location: Location;
}

const RESOLVED: ReadonlySet<Argument["type"]> = new Set([
  "frontend",
  "backend",
  "table",
  "server",
  "userlist",
  "regex",
]);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function isExpression(value: object): value is SampleExpression {
  return "fetch" in value && "converters" in value && "places" in value;
}

function isAclExpression(value: object): value is AclExpression {
  return "keyword" in value && "sample" in value && "patterns" in value;
}

/** Collects the references below `root`; `seen` keeps shared ACLs from being visited twice. */
function collect(
  root: unknown,
  where: string,
  location: Location,
  seen: Set<object>,
  found: Reference[],
): void {
  if (!isObject(root) || seen.has(root)) return;
  seen.add(root);
  const here = "location" in root ? (root.location as Location) : location;
  if (isAclExpression(root)) {
    fromExpression(root.sample, "ACL keyword", root.keyword, "in", here, found);
    return;
  }
  if (isExpression(root)) {
    fromExpression(root, "sample fetch keyword", root.fetch.name, where, here, found);
    return;
  }
  const children = root instanceof Map ? root.values() : Object.values(root);
  for (const child of children) collect(child, where, here, seen, found);
}

function fromExpression(
  expression: SampleExpression,
  kind: string,
  keyword: string,
  where: string,
  location: Location,
  found: Reference[],
): void {
  const subject = `${kind} '${keyword}'`;
  const add = (call: SampleCall, shown: string): void => {
    for (const [position, argument] of call.args.entries()) {
      if (RESOLVED.has(argument.type)) found.push({ argument, position, shown, where, location });
    }
  };
  add(expression.fetch, subject);
  for (const converter of expression.converters) {
    add(converter, `conversion keyword '${converter.name}' for ${subject}`);
  }
}

/** The parts of a proxy that hold expressions, with how HAProxy names their place. */
function places(proxy: ProxyDraft): readonly (readonly [unknown, string])[] {
  const { rules, formats } = proxy;
  const redirects = rules["http-request"].filter((rule) => rule.action.kind === "redirect");
  const tracks = Object.values(rules)
    .flat()
    .filter((rule) => rule.action.kind === "track-sc");
  return [
    [proxy.acls, "in"],
    [redirects, "in redirect format string in"],
    [tracks, "in tracking rule in"],
    [rules["tcp-request connection"], "in tcp-request connection expression in"],
    [rules["tcp-request session"], "in tcp-request session expression in"],
    [rules["tcp-request content"], "in tcp-request content expression in"],
    [rules["tcp-response content"], "in tcp-response content expression in"],
    [rules["http-request"], "in http-request expression in"],
    [rules["http-response"], "in http-response response in"],
    [rules["http-after-response"], "in http-response response in"],
    [proxy.useBackend, "in use_backend expression in"],
    [proxy.useServer, "in use-server or balance expression in"],
    [proxy.balance, "in use-server or balance expression in"],
    [proxy.stickRules, "in stick rule in"],
    [{ format: proxy.logFormat, ...formats.logFormat }, "in log-format string in"],
    [{ format: proxy.errorLogFormat, ...formats.errorLogFormat }, "in log-format string in"],
    [{ format: proxy.logFormatSd, ...formats.logFormatSd }, "in log-format-sd string in"],
    [{ format: proxy.uniqueIdFormat, ...formats.uniqueIdFormat }, "in unique-id-format string in"],
    [proxy.servers, "in server directive in"],
    [proxy.errors, "in http-error directive in"],
    [proxy.monitorFail, "in"],
    [proxy.persistRules, "in"],
    [proxy.redirects, "in"],
    [proxy.stats, "in http-request expression in"],
  ];
}

/**
 * Looks up all names in a proxy, and puts whole ones in the places of those
 * that mean the proxy itself: `nbsrv()` asks for its own servers, `srv_is_up(s)`
 * for one of them. @returns the texts of what was not found, in the order of lines */
export function unresolvedReferences(proxy: ProxyDraft, state: State): readonly string[] {
  const seen = new Set<object>();
  const found: Reference[] = [];
  for (const [root, where] of places(proxy)) collect(root, where, proxy.location, seen, found);
  found.sort((a, b) => a.location.line - b.location.line);
  return found.flatMap((reference) => {
    const fault = faultOf(reference, proxy, state);
    const { file, line } = reference.location;
    if (fault !== undefined) return [`parsing [${file}:${line}]: ${fault}`];
    const argument: { -readonly [K in keyof Argument]: Argument[K] } = reference.argument;
    argument.value = wholeName(argument, proxy);
    return [];
  });
}

/** What a name stands for in a proxy. */
function wholeName({ type, text, value }: Argument, proxy: ProxyDraft): Argument["value"] {
  switch (type) {
    case "frontend":
    case "backend":
    case "table":
      return text === "" ? proxy.name : text;
    case "server":
      return text.includes("/") ? text : `${proxy.name}/${text}`;
    default:
      return value;
  }
}

function faultOf(reference: Reference, proxy: ProxyDraft, state: State): string | undefined {
  const { argument, position, shown, where } = reference;
  const name = argument.text;
  const arg = `arg ${position + 1} of ${shown} ${where} proxy '${proxy.name}'`;
  switch (argument.type) {
    case "frontend":
    case "backend": {
      const fits = argument.type === "frontend" ? hasFront : hasBack;
      const target = name === "" ? proxy : state.proxies.find((each) => each.name === name && fits(each));
      if (!target) return `unable to find ${argument.type} '${name}' referenced in ${arg}.`;
      return fits(target)
        ? undefined
        : `proxy '${target.name}', referenced in ${arg}, has not ${argument.type} capability.`;
    }
    case "table": {
      const tableName = name === "" ? proxy.name : name;
      if (state.tables.has(tableName)) return undefined;
      return name === ""
        ? `no table in proxy '${proxy.name}' referenced in ${arg}.`
        : `unable to find table '${name}' referenced in ${arg}.`;
    }
    case "server":
      return serverFault(name, arg, proxy, state);
    case "userlist":
      if (name === "") return `missing userlist name in ${arg}.`;
      return state.userlists.some((each) => each.name === name)
        ? undefined
        : `unable to find userlist '${name}' referenced in ${arg}.`;
    default: {
      if (name === "") return `missing regex in ${arg}.`;
      const fault = state.acl.checkRegex(name, false);
      return fault === undefined ? undefined : `error in regex '${name}' in ${arg} : ${fault}.`;
    }
  }
}

function serverFault(name: string, arg: string, proxy: ProxyDraft, state: State): string | undefined {
  if (name === "") return `missing server name in ${arg}.`;
  const slash = name.lastIndexOf("/");
  const backendName = name.slice(0, Math.max(slash, 0));
  const backend =
    slash < 0 ? proxy : state.proxies.find((each) => each.name === backendName && hasBack(each));
  if (!backend) return `unable to find proxy '${backendName}' referenced in ${arg}.`;
  const server = name.slice(slash + 1);
  if (backend.servers.some((each) => each.name === server)) return undefined;
  return `unable to find server '${server}' in proxy '${backend.name}', referenced in ${arg}.`;
}
