/** doc/configuration.md, made from the keyword table. A test fails when the file is not what this gives. */
import { RULESETS } from "./actions.ts";
import {
  ACTION_NAMES,
  BIND_NAMES,
  OPTION_COMMON,
  OPTION_NAMES,
  PROXY_COMMON,
  PROXY_REGISTERED,
  SERVER_NAMES,
  GLOBAL_COMMON,
  GLOBAL_REGISTERED,
} from "./keywords/haproxy-names.ts";
import type { Keyword, Place } from "./keywords/keyword.ts";
import { parseSyntax, SYNTAX_TYPES, type SyntaxPart } from "./keywords/syntax.ts";
import { isHaproxyKeyword, KEYWORDS } from "./keywords/table.ts";
import { HAPROXY_BRANCH } from "./version.ts";

interface Chapter {
  readonly title: string;
  readonly intro: string;
  readonly places: readonly Place[];
  readonly kind: Keyword["kind"];
  /** Names HAProxy has here; those that halua has not are listed. */
  readonly known?: readonly string[];
}

const PROXIES: readonly Place[] = ["defaults", "frontend", "listen", "backend"];

const CHAPTERS: readonly Chapter[] = [
  {
    title: "global",
    intro: "What concerns the whole process.",
    places: ["global"],
    kind: "line",
    known: [...GLOBAL_REGISTERED, ...GLOBAL_COMMON].filter((name) => isHaproxyKeyword("global", name)),
  },
  {
    title: "defaults, frontend, listen, backend",
    intro:
      "Proxies. `frontend <name> [from <defaults>]` accepts connections, `backend` has servers, `listen` is both. " +
      "A `defaults [name] [from <defaults>]` section sets what the sections below start with.",
    places: PROXIES,
    kind: "line",
    known: [...PROXY_REGISTERED, ...PROXY_COMMON],
  },
  {
    title: "option",
    intro: "What stands behind `option` in a proxy.",
    places: ["option"],
    kind: "option",
    known: [...OPTION_NAMES, ...OPTION_COMMON],
  },
  {
    title: "Parameters of bind and stats socket",
    intro: "What stands behind the addresses.",
    places: ["bind"],
    kind: "bind",
    known: BIND_NAMES,
  },
  {
    title: "Parameters of server, server-template and default-server",
    intro: "What stands behind the address.",
    places: ["server"],
    kind: "server",
    known: SERVER_NAMES,
  },
  { title: "userlist", intro: "Users and groups for `http_auth()`.", places: ["userlist"], kind: "line" },
  { title: "http-errors", intro: "Error pages that proxies share.", places: ["http-errors"], kind: "line" },
  { title: "resolvers", intro: "Name servers.", places: ["resolvers"], kind: "line" },
  { title: "ring", intro: "Logs kept in memory.", places: ["ring"], kind: "line" },
  {
    title: "mailers",
    intro:
      "Servers for the mails that `email-alert` asks for. A script sends them: it says so by `core.use_native_mailers_config()` and has all it needs from `proxy:get_mailers()`.",
    places: ["mailers"],
    kind: "line",
  },
  {
    title: "healthcheck",
    intro: "Health checks that servers take by the section's name, in place of their proxy's.",
    places: ["healthcheck"],
    kind: "line",
  },
  {
    title: "peers, cache",
    intro: "These sections are read, with a warning, and do nothing.",
    places: ["peers", "cache"],
    kind: "line",
  },
];

/** The whole manual, as Markdown. */
export function renderConfigurationManual(): string {
  const parts = [INTRODUCTION, types(), ...CHAPTERS.map(chapter), rules()];
  return `${parts.join("\n\n")}\n`;
}

const INTRODUCTION = `# halua: configuration

<!-- Generated from src/config/keywords by \`renderConfigurationManual()\`. -->

halua reads HAProxy's configuration language, as HAProxy ${HAPROXY_BRANCH} does: words, quotes, escapes,
environment variables in weak quotes, \`.if\` blocks, sections and keywords. This file lists every keyword that
halua knows, since when HAProxy has it, and what halua makes of it. For the language itself and the meaning in
depth, HAProxy's configuration manual counts; where the two programs differ, it is said here.

\`halua -f\` carries the traffic that a configuration describes: HTTP/1, HTTP/2 (on TLS by ALPN, or in the clear) and TCP
on both sides, TLS on both sides, rules, services and filters of scripts, balancing, health checks,
persistence, logs and statistics. [examples](../examples) has a configuration for each kind of script. What is different:

- To servers halua speaks HTTP/2 with one request at a time on each connection.
- A client that offers other protocols in ALPN than the \`bind\` line does is refused by Node; HAProxy goes on without.
- \`silent-drop\` closes the connection; that the client does not learn of it needs rights that Node does not give.

- **supported**: does what it does in HAProxy.
- **accepted**: is read and checked as far as the table says, and has no effect, for the reason given. \`-dD\` lists
  the uses of such keywords.
- **experimental**: as in HAProxy, only with \`expose-experimental-directives\` in the global section.
- Keywords that HAProxy has and halua has not are listed under each table. They are errors
  (\`HAProxy's keyword 'x' is not supported by halua.\`), or warnings with \`--lenient\`.
- A word that HAProxy does not know either gives HAProxy's own error, with the nearest keyword.

Names in addresses are resolved when they are used, not while the file is read, so a name that does not exist is
no error of the configuration. \`bind fd@n\` is not tested for being a socket. Regular expressions are those of the
samples, so the text of an error in one is not PCRE's. The keyword \`master-worker\`, which HAProxy 3.5 no longer
has, is still taken. A frontend's option that only backends have (or the other way round) is a warning.`;

function types(): string {
  const rows = Object.entries(SYNTAX_TYPES).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
  return [
    "## How arguments are written",
    "",
    "`<name:type>` is an argument, `{a|b}` a choice, `[...]` may be left out, `...` repeats what is before it.",
    "",
    "| type | is |",
    "| --- | --- |",
    ...rows,
  ].join("\n");
}

function chapter({ title, intro, places, kind, known }: Chapter): string {
  const entries = KEYWORDS.filter(
    (entry) => entry.kind === kind && entry.places.some((place) => places.includes(place)),
  );
  const lines = [`## ${title}`, "", intro, "", ...table(entries, places)];
  if (known) lines.push(...missing(known, new Set(entries.map((entry) => entry.name))));
  return lines.join("\n");
}

function rules(): string {
  const lines = [
    "## Actions of rules",
    "",
    "What stands behind `http-request`, `tcp-request content` and the other rulesets. A name in parentheses behind an",
    "action follows it without a space. Any action `lua.name` that a script has registered is one too.",
  ];
  for (const ruleset of RULESETS) {
    const entries = KEYWORDS.filter((entry) => entry.kind === "action" && entry.places.includes(ruleset));
    const names = new Set(entries.map((entry) => entry.name));
    const known = ACTION_NAMES[ruleset].map((name) => name.replace("(*)", ""));
    lines.push("", `### ${ruleset}`, "", ...table(entries, [ruleset]), ...missing(known, names));
  }
  return lines.join("\n");
}

function table(entries: readonly Keyword[], places: readonly Place[]): string[] {
  const several = places.length > 1;
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const head = several ? "| keyword | in | since | |" : "| keyword | since | |";
  const rule = several ? "| --- | --- | --- | --- |" : "| --- | --- | --- |";
  return [
    head,
    rule,
    ...sorted.map((entry) => {
      const where = several ? ` ${places.filter((place) => entry.places.includes(place)).join(", ")} |` : "";
      return `| ${usage(entry)} |${where} ${entry.since} | ${description(entry)} |`;
    }),
  ];
}

function usage(entry: Keyword): string {
  // A parenthesis belongs to the action's name.
  const parts = parseSyntax(entry.syntax).map(partText);
  const text = [entry.name, ...parts]
    .join(" ")
    .replace(/ \($/, "(")
    .replace(/ \( (.*?) \)/, "($1)");
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function partText({ kind, text, type, optional, repeated }: SyntaxPart): string {
  const body = kind === "argument" ? `<${text}:${type ?? ""}>` : kind === "choice" ? `{${text}}` : text;
  const shown = repeated ? `${body}...` : body;
  return optional ? `[${shown}]` : shown;
}

function description(entry: Keyword): string {
  const { support, doc, experimental = false } = entry;
  const status = experimental ? `${doc} *Experimental.*` : doc;
  const text = support === "supported" ? status : `${status} *Accepted:* ${support.accepted}.`;
  return text.replaceAll("|", "\\|");
}

/** HAProxy's names that have no entry, as a paragraph. */
function missing(known: readonly string[], entries: ReadonlySet<string>): string[] {
  const left = [...new Set(known)].filter((name) => !entries.has(name)).sort();
  if (left.length === 0) return [];
  return ["", `Not supported: ${left.map((name) => `\`${name}\``).join(", ")}.`];
}
