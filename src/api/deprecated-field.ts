import { any, method, nothing, type Argument, type FunctionItem, type LuaValue } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { ProxiesBehindCore } from "./proxies-of.ts";

/** A field that HAProxy once had and now works out when it is asked for. */
export interface DeprecatedField<T> {
  /** The method to use instead. */
  readonly instead: string;
  value(this: void, instance: T): string;
}

/**
 * The `__index` of a class with deprecated fields: it stands in for keys that
 * the object itself lacks, so `rawget` and `pairs` do not show them.
 */
export function deprecatedField<T>(
  what: string,
  fields: Readonly<Record<string, DeprecatedField<T>>>,
): (self: Argument<T>) => FunctionItem<Runtime> {
  const names = Object.keys(fields)
    .map((name) => `\`${name}\``)
    .join(" and ");
  return method<Runtime, T, [Argument<LuaValue>]>("__index", {
    doc: `The deprecated fields ${names}; use the methods of these names with \`get_\` instead.`,
    args: [any("key", "a field's name")],
    since: "1.7",
    body: ({ host }, instance, key) => {
      if (typeof key !== "string" || !Object.hasOwn(fields, key)) return nothing;
      const field = fields[key];
      if (field === undefined) return nothing;
      const attribute = `${what} '${key}'`;
      const { warned } = host.services.get(ProxiesBehindCore);
      if (!warned.has(attribute)) {
        warned.add(attribute);
        host.log.warning(
          `hlua: use of ${attribute} attribute is deprecated and will eventually be removed, please use ${field.instead}() function instead: ${host.lua.callerTrace()}`,
        );
      }
      return field.value(instance);
    },
  });
}
