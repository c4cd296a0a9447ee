import type { LogAlias } from "../config/log-format.ts";
import type { ProxyConfig } from "../config/types.ts";

/** The aliases that show a part of the request's line (LW_REQ in log.c). */
const aliases: ReadonlySet<string> = new Set<LogAlias>(["HM", "HP", "HPO", "HQ", "HU", "HV", "r"]);

/**
 * Whether HAProxy keeps the request's line of a frontend for its logs and for
 * `capture.req.*`: where a log-format text of the proxy shows a part of it, or
 * takes any sample (lf_expr_postcheck()). Elsewhere those samples give nothing.
 */
export function keepsRequestLine(config: ProxyConfig): boolean {
  const seen = new Set<object>();
  const asks = (node: object): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    if (isPartOfFormat(node)) return true;
    const parts: Iterable<unknown> =
      node instanceof Map || node instanceof Set || Array.isArray(node)
        ? (node as Iterable<unknown>)
        : Object.values(node);
    for (const part of parts) if (typeof part === "object" && part !== null && asks(part)) return true;
    return false;
  };
  return asks(config);
}

function isPartOfFormat(node: object): boolean {
  if (!("kind" in node)) return false;
  if (node.kind === "sample") return "expression" in node;
  return (
    node.kind === "alias" && "alias" in node && typeof node.alias === "string" && aliases.has(node.alias)
  );
}
