/** Short ways to parse texts in tests. */
import {
  createEnvironment,
  parseConfig,
  type Config,
  type ParseOptions,
  type ProxyConfig,
} from "../../../src/config/index.ts";
import { TEST_CATALOG } from "./catalog.ts";

/** All messages, as `alert text`, and the configuration if there is one. */
export function parse(
  text: string,
  options: ParseOptions = {},
): { readonly config: Config | undefined; readonly messages: readonly string[] } {
  const result = parseConfig([{ name: "t.cfg", text }], {
    catalog: TEST_CATALOG,
    environment: createEnvironment({}),
    ...options,
  });
  const messages = result.diagnostics
    .filter((each) => each.level !== "diag")
    .map((each) => `${each.level} ${each.text}`);
  return { config: result.config, messages };
}

/** The configuration of a text without faults. */
export function good(text: string, options: ParseOptions = {}): Config {
  const { config, messages } = parse(text, options);
  if (!config) throw new Error(messages.join("\n"));
  return config;
}

/** A complete `listen` section, that lines can be added to. */
export const LISTEN = `defaults
 mode http
 timeout client 1s
 timeout server 1s
 timeout connect 1s
listen l
 bind :8081
 server s 1.2.3.4:80
`;

/** The proxy that these lines make of a complete `listen` section. */
export function listen(lines: string, options: ParseOptions = {}): ProxyConfig {
  return good(LISTEN + indent(lines), options).proxies[0]!;
}

/** The messages about these lines in a complete `listen` section. */
export function complaints(lines: string, options: ParseOptions = {}): readonly string[] {
  return parse(LISTEN + indent(lines), options).messages.filter(
    (text) => !/configuration file|Fatal/.test(text),
  );
}

function indent(lines: string): string {
  return lines
    .split("\n")
    .map((line) => ` ${line.trim()}\n`)
    .join("");
}
