/** Keywords of proxies that HAProxy has given up, each with what it then says. Source: texts of cfgparse-listen.c. */
import { linesOf, PROXY_SECTIONS } from "./build.ts";
import type { LineKeyword } from "./keyword.ts";

const kw = linesOf(PROXY_SECTIONS);

/** A keyword HAProxy has given up, with what it says about it; `%` is the line's first argument. */
function gone(name: string, text: string, tight = false): LineKeyword {
  return kw(name, "1.1", "<arguments:rest>", "Given up by HAProxy; refused with its text.", (line) => {
    const full = text.replaceAll("%", line.word(1));
    if (tight) line.failTight(full);
    line.fail(full);
  });
}

const REPLACING =
  "'http-request replace-path', 'http-request replace-uri' or 'http-request replace-header' instead";

/** What took the place of the rules of HAProxy 1, as the messages say it. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  cliexp: REPLACING,
  reqadd: "'http-request add-header' instead",
  reqallow: "'http-request allow' instead",
  reqdel: "'http-request del-header' instead",
  reqiallow: "'http-request allow' instead",
  reqidel: "'http-request del-header' instead",
  reqideny: "'http-request deny' instead",
  reqirep: "'http-request replace-header' instead",
  reqitarpit: "'http-request tarpit' instead",
  reqrep: REPLACING,
  reqtarpit: "'http-request tarpit' instead",
  rspadd: "'http-response add-header' instead",
  rspdel: "'http-response del-header' ",
  rspdeny: "'http-response deny' instead",
  rspidel: "'http-response del-header' instead",
  rspideny: "'http-response deny' instead",
  rspirep: "'http-response replace-header' instead",
  rsprep: "'http-response replace-header' instead",
  srvexp: "'http-response replace-header' instead",
};

export const GONE_KEYWORDS: readonly LineKeyword[] = [
  gone(
    "monitor-net",
    "'monitor-net' doesn't exist anymore. Please use 'http-request return status 200 if { src % }' instead.",
  ),
  gone("bind-process", "'bind-process' is not supported anymore.", true),
  gone(
    "block",
    "The 'block' directive is not supported anymore since HAProxy 2.1. Use 'http-request deny' which uses the exact same syntax.",
  ),
  gone("appsession", "'appsession' is not supported anymore since HAProxy 1.6."),
  gone(
    "transparent",
    "support for 'transparent' was removed in version 3.5. The modern way to do the same is to create a server with address 0.0.0.0.",
    true,
  ),
  gone(
    "dispatch",
    "support for 'dispatch' was removed in version 3.5. The modern way to do the same is to create a server with the same address, and possibly to assign any extra server a weight of zero if any:\n    server dispatch %",
    true,
  ),
  gone("grace", "the 'grace' keyword is not supported any more since HAProxy version 2.5.", true),
  gone(
    "redispatch",
    "keyword 'redispatch' directive is not supported anymore since HAProxy 2.1. Use 'option redispatch'.",
  ),
  gone(
    "clitimeout",
    "the 'clitimeout' directive is not supported anymore since HAProxy 2.1. Use 'timeout client'.",
  ),
  gone(
    "srvtimeout",
    "the 'srvtimeout' directive is not supported anymore since HAProxy 2.1. Use 'timeout server'.",
  ),
  gone(
    "contimeout",
    "the 'contimeout' directive is not supported anymore since HAProxy 2.1. Use 'timeout connect'.",
  ),
  gone("usesrc", "'usesrc' only allowed after a 'source' statement."),
  gone("reqdeny", "The 'reqdeny' not supported anymore since HAProxy 2.1. Use 'http-request deny' instead."),
  gone("reqpass", "The 'reqpass' not supported anymore since HAProxy 2.1."),
  gone("reqipass", "The 'reqipass' directive is not supported anymore since HAProxy 2.1."),
  ...Object.entries(REPLACEMENTS).map(([name, use]) =>
    gone(name, `The '${name}' directive is not supported anymore since HAProxy 2.1. Use ${use}.`),
  ),
];
