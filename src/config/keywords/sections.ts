/** Sections beside global and proxies: userlist, http-errors, resolvers, ring, and those that do nothing. Source: configuration manual 3.4 to 3.10. */
import { parseAddress } from "../address.ts";
import type { Line } from "../line.ts";
import { LOG_FORMATS } from "../log-target.ts";
import type { State } from "../state.ts";
import type { User } from "../types.ts";
import { isFault, parseSize } from "../units.ts";
import { ignore, linesOf } from "./build.ts";
import type { LineKeyword, Section } from "./keyword.ts";

/** The section being read; a keyword of one is never called outside. */
function open<T>(section: T | undefined): T {
  if (section === undefined) throw new Error("no section is open");
  return section;
}

function group(line: Line, state: State): void {
  const list = open(state.current.userlist);
  const name = line.word(1);
  if (name === "") line.fail("'group' expects <name> as arguments.");
  const wrong = /[^A-Za-z0-9._:-]/.exec(name);
  if (wrong) line.failTight(`character '${wrong[0]}' is not permitted in '${line.keyword}' name '${name}'.`);
  if (list.groups.includes(name)) {
    line.warnTight(`ignoring duplicated group '${name}' in userlist '${list.name}'.`);
    return;
  }
  list.groups.push(name);
  if (line.word(2) === "users") {
    for (const user of line
      .word(3)
      .split(",")
      .filter((each) => each !== ""))
      addToGroup(list.users, user, name);
  } else if (line.word(2) !== "") {
    line.fail("'group' only supports 'users' option.");
  }
}

function addToGroup(users: User[], name: string, group: string): void {
  const index = users.findIndex((each) => each.name === name);
  const user = users[index];
  // Users may come after their group: they are found when all is read.
  if (user) users[index] = { ...user, groups: [...user.groups, group] };
  else users.push({ name, insecure: true, groups: [group] });
}

function user(line: Line, state: State): void {
  const list = open(state.current.userlist);
  const name = line.word(1);
  if (name === "") line.fail("'user' expects <name> as arguments.");
  const index = list.users.findIndex((each) => each.name === name);
  const known = list.users[index];
  if (known && state.seen.has(`user ${list.name} ${name}`)) {
    line.warnTight(`ignoring duplicated user '${name}' in userlist '${list.name}'.`);
    return;
  }
  state.seen.add(`user ${list.name} ${name}`);
  let password: string | undefined;
  let insecure = true;
  const groups: string[] = [...(known?.groups ?? [])];
  for (let i = 2; i < line.words.length; i += 2) {
    const word = line.word(i);
    const value = line.word(i + 1);
    if (word === "password" || word === "insecure-password") {
      password = value;
      insecure = word === "insecure-password";
      if (!insecure) checkHash(line, name, value);
    } else if (word === "groups") {
      groups.push(...value.split(",").filter((each) => each !== ""));
    } else {
      line.fail("'user' only supports 'password', 'insecure-password' and 'groups' options.");
    }
  }
  const made: User = { name, insecure, groups, ...(password !== undefined && { password }) };
  if (known) list.users[index] = made;
  else list.users.push(made);
}

/** What the system's crypt(3) takes for a hash and halua cannot compute: DES, yescrypt and others. */
const UNKNOWN_HASH = /^(?:[./0-9A-Za-z]{2}|_|\$(?:y|gy|7|3|sha1|md5|2x)\$)/;

/** A text that is no hash at all, such as `*`, is taken and lets nobody in. */
function checkHash(line: Line, user: string, hash: string): void {
  if (!UNKNOWN_HASH.test(hash)) return;
  line.fail(
    `the encrypted password used for user '${user}' is not supported: ` +
      "halua computes the hashes $1$, $5$, $6$, $2a$, $2b$ and $2y$.",
  );
}

function nameserver(line: Line, state: State): void {
  const section = open(state.current.resolvers);
  const name = line.word(1);
  if (name === "" || line.word(2) === "") {
    line.fail("'nameserver' expects <name> and <addr>[:<port>] as arguments.");
  }
  const wrong = /[^A-Za-z0-9._:-]/.exec(name);
  if (wrong) line.fail(`character '${wrong[0]}' is not permitted in server name '${name}'.`);
  const address = line.try(
    (error) => `'nameserver ${name}' : ${error}`,
    () =>
      parseAddress(
        line.word(2),
        { stream: true, datagram: true, defaultDatagram: true, port: "required" },
        state.environment,
      ),
  );
  section.nameservers.push({ name, address });
}

function ringSize(line: Line, state: State): void {
  const parsed = parseSize(line.word(1));
  if (isFault(parsed) || parsed.value === 0) line.fail(`invalid size '${line.word(1)}' for new sink buffer.`);
  else open(state.current.ring).size = parsed.value;
}

function ringLength(line: Line, state: State): void {
  open(state.current.ring).maxLength = Number(/^[0-9]+/.exec(line.word(1))?.[0] ?? 0);
}

function ringFormat(line: Line, state: State): void {
  const format = LOG_FORMATS.find((each) => each === line.word(1));
  if (!format) line.fail(`unknown format '${line.word(1)}'.`);
  open(state.current.ring).format = format;
}

const userlist = linesOf(["userlist"]);
const resolvers = linesOf(["resolvers"]);
const ring = linesOf(["ring"]);

const SYSTEM = "names are resolved by the system";

/** Keywords of a section that does nothing. */
function inert(
  section: Section,
  accepted: string,
  list: readonly (readonly [string, string, string, string])[],
): LineKeyword[] {
  const kw = linesOf([section]);
  return list.map(([name, since, syntax, doc]) =>
    kw(
      name,
      since,
      syntax,
      doc,
      (line, state) => {
        const { inert: current } = state.current;
        // A cache without a size is refused when it ends.
        if (current && name === "total-max-size" && line.word(1) !== "") current.complete = true;
      },
      { accepted },
    ),
  );
}

export const SECTION_KEYWORDS: readonly LineKeyword[] = [
  userlist("group", "1.4", "<name:name> [users <users:string>]", "A group of users.", group),
  userlist(
    "user",
    "1.3",
    "<name:string> [password <hash:string>] [insecure-password <password:string>] [groups <groups:string>]",
    "A user; the password as crypt(3) makes it with MD5, SHA-256, SHA-512 or bcrypt, or as it is.",
    user,
  ),
  resolvers("nameserver", "1.6", "<name:name> <address:address>", "A name server.", nameserver, {
    accepted: SYSTEM,
  }),
  ...(
    [
      ["parse-resolv-conf", "1.9", "", "Uses the system's name servers."],
      ["accepted_payload_size", "1.8", "<bytes:int>", "The largest answer."],
      ["resolve_retries", "1.6", "<number:int>", "How often a question is asked again."],
      ["timeout", "1.4", "{resolve|retry} <time:time>", "Times between questions."],
      ["hold", "1.6", "<status:string> <time:time>", "How long answers count."],
    ] as const
  ).map(([name, since, syntax, doc]) => resolvers(name, since, syntax, doc, ignore, { accepted: SYSTEM })),
  ring("description", "1.4", "<text:rest>", "What the ring is for.", (line, state) => {
    open(state.current.ring).description = line.words.slice(1).join(" ");
  }),
  ring("format", "1.6", "<format:string>", "How messages are written.", ringFormat),
  ring("maxlen", "2.2", "<bytes:int>", "The longest message.", ringLength),
  ring("size", "1.4", "<size:size>", "The room for messages.", ringSize),
  ...(
    [
      [
        "server",
        "1.3",
        "<name:name> <address:address> [<parameter:string>...]",
        "Where messages are sent on.",
      ],
      ["timeout", "1.4", "{connect|server} <time:time>", "Times of sending on."],
      ["backing-file", "2.7", "<file:path>", "A file that keeps the ring."],
    ] as const
  ).map(([name, since, syntax, doc]) =>
    ring(name, since, syntax, doc, ignore, {
      accepted: "messages of rings are shown on the command socket only",
    }),
  ),
  ...inert("peers", "halua keeps stick-tables to itself", [
    [
      "peer",
      "1.5",
      "<name:name> [<address:address>] [<parameter:string>...]",
      "Another process that shares the tables.",
    ],
    ["bind", "1.3", "[<address:address>] [<parameter:string>...]", "Where peers connect."],
    [
      "server",
      "1.3",
      "<name:name> [<address:address>] [<parameter:string>...]",
      "Another process that shares the tables.",
    ],
    ["default-server", "1.4", "[<parameter:string>...]", "What peers start with."],
    ["default-bind", "2.0", "[<parameter:string>...]", "What `bind` starts with."],
    ["log", "1.3", "<arguments:rest>", "Logs of peers."],
    ["table", "1.4", "<name:name> <arguments:rest>", "A shared table."],
    ["shards", "2.5", "<number:int>", "The number of shards."],
    ["disabled", "1.3", "", "The section is not used."],
    ["enabled", "1.3", "", "The section is used."],
  ]),
  ...inert("cache", "halua has no cache", [
    ["total-max-size", "1.8", "<megabytes:int>", "The room of the cache."],
    ["max-object-size", "1.9", "<bytes:int>", "The largest cached response."],
    ["max-age", "1.8", "<seconds:int>", "How long responses are kept."],
    ["max-secondary-entries", "2.4", "<number:int>", "Variants kept of a response."],
    ["process-vary", "2.4", "{on|off}", "Keeps variants."],
  ]),
];
