import type { Acl } from "../../config/acl.ts";
import type { SampleCall } from "../../config/expressions.ts";
import type { Config, ProxyConfig } from "../../config/types.ts";
import type { SamplePlace } from "./sample-context.ts";

type Arguments = SampleCall["args"];

/** Finds the ACLs that `acl(...)` names: those of the proxy in whose section it stands. */
export interface AclOwners {
  termsOf(args: Arguments, place: SamplePlace): { readonly acl: Acl; readonly negated: boolean }[];
}

/** Looks through a configuration for its `acl(...)`. */
export function aclOwners(config: Config): AclOwners {
  const owners = new Map<Arguments, ProxyConfig>();
  for (const proxy of config.proxies) {
    for (const args of aclCalls(proxy)) if (!owners.has(args)) owners.set(args, proxy);
  }
  return {
    termsOf: (args, place) => {
      const owner = owners.get(args) ?? place.stream?.backend.config ?? place.session?.frontend.config;
      return args.flatMap(({ text }) => {
        const negated = text.startsWith("!");
        const acl = owner?.acls.get(negated ? text.slice(1) : text);
        return acl ? [{ acl, negated }] : [];
      });
    },
  };
}

function aclCalls(proxy: ProxyConfig): Arguments[] {
  const found: Arguments[] = [];
  const seen = new Set<object>();
  const walk = (node: object): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (isAclCall(node)) found.push(node.args);
    const parts: Iterable<unknown> =
      node instanceof Map || node instanceof Set || Array.isArray(node)
        ? (node as Iterable<unknown>)
        : Object.values(node);
    for (const part of parts) if (typeof part === "object" && part !== null) walk(part);
  };
  walk(proxy);
  return found;
}

function isAclCall(node: object): node is SampleCall {
  return "name" in node && node.name === "acl" && "args" in node && Array.isArray(node.args);
}
