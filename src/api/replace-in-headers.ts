import { LuaError } from "../lua/index.ts";
import { lowerCase } from "../proxy/http/text.ts";
import { followHost } from "../proxy/http/uri.ts";
import { replaceInHeaders } from "../proxy/rules/header-replacement.ts";
import { RegularExpression } from "../samples/index.ts";
import type { Head } from "./header-methods.ts";

/** `rep_header` and, with `parts`, `rep_value`: ends at the first that cannot be replaced. */
export function replaceHeader(
  head: Head,
  name: string,
  regex: string,
  template: string,
  parts: boolean,
): void {
  const compiled = RegularExpression.compile(regex, false);
  if (typeof compiled === "string") throw new LuaError("invalid regex", { argument: 3 });
  const wanted = lowerCase(name);
  const request = "uri" in head && wanted === "host" ? head : undefined;
  replaceInHeaders(
    head.headers,
    { name: wanted, parts, template, matches: (text) => compiled.spans(text) },
    (value) => !request || followHost(request, value),
  );
}
