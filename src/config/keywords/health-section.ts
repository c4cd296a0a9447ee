/** Lines of `healthcheck` sections, which servers name. Source: configuration manual 12.7; texts of tcpcheck.c. */
import type { CheckRuleset } from "../health/ruleset.ts";
import type { Line } from "../line.ts";
import { checksBeingRead, type State } from "../state.ts";
import { linesOf, type LineParser } from "./build.ts";
import { CHECK_TYPES, checkLine, chooseCheck } from "./checks.ts";

const kw = linesOf(["healthcheck"]);

const isType = (word: string): word is keyof typeof CHECK_TYPES => Object.hasOwn(CHECK_TYPES, word);

/** The type that rules of a line belong to. */
const TYPE_OF = { tcp: "tcp-check", http: "httpchk" } as const;

function type(line: Line, state: State): void {
  const name = line.word(1);
  const { active, idle } = checksBeingRead(state);
  if (name === "") line.abort("'type' expects a healthcheck type.");
  if (active) line.abort("healthcheck type already defined.");
  for (const kind of ["tcp", "http"] as const) {
    if (name !== TYPE_OF[kind] && idle[kind])
      line.abort(`cannot set '${name}' type with '${kind}-check' rules`);
  }
  if (!isType(name)) {
    const known = Object.keys(CHECK_TYPES).map((each) => `'${each}'`);
    return line.abort(`unknown healthcheck type '${name}' (expects ${known.join(", ")}).`);
  }
  chooseCheck(CHECK_TYPES[name], line, state);
}

/** What HAProxy calls a set of rules. */
const TITLES: Readonly<Record<CheckRuleset["protocol"], string>> = {
  connect: "???",
  external: "???",
  tcp: "TCP",
  http: "HTTP",
  "ssl-hello": "SSL3",
  redis: "REDIS",
  smtp: "SMTP",
  mysql: "MYSQL",
  pgsql: "PGSQL",
  ldap: "LDAP",
  spop: "SPOP",
};

const rules =
  (kind: "tcp" | "http"): LineParser =>
  (line, state) => {
    const { active, idle } = checksBeingRead(state);
    if (active && active.protocol !== kind) {
      line.abort(`unable to configure '${kind}-check' rule for '${TITLES[active.protocol]}' healthcheck`);
    }
    if (idle[kind === "tcp" ? "http" : "tcp"]) line.abort("cannot mix 'tcp-check' and 'http-check' rules");
    checkLine(kind)(line, state);
  };

export const HEALTH_SECTION_KEYWORDS = [
  kw(
    "type",
    "3.4",
    "<type:name> [<arguments:rest>]",
    "What checks speak, as the options of proxies say it: `httpchk`, `tcp-check`, `smtpchk` ...",
    type,
  ),
  kw("tcp-check", "3.4", "<step:rest>", "A step of checks of the type `tcp-check`.", rules("tcp")),
  kw("http-check", "3.4", "<step:rest>", "A step of checks of the type `httpchk`.", rules("http")),
];
