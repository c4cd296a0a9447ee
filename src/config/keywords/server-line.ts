/** `server`, `server-template` and `default-server` lines. Source: configuration manual 4.2 and 5; texts of server.c. */
import { parseAddress, type Address } from "../address.ts";
import { Cursor } from "../cursor.ts";
import { LineRefused, Refused } from "../diagnostics.ts";
import { omit } from "../drafts/draft.ts";
import { copyServer, createServer, type ServerDraft } from "../drafts/lines.ts";
import type { ProxyDraft } from "../drafts/proxy.ts";
import type { Line } from "../line.ts";
import { nearestWord } from "../nearest.ts";
import { currentProxy, hasBack, proxyType, type State } from "../state.ts";
import type { Server, ServerTls } from "../types.ts";
import { leadingInteger } from "../units.ts";
import { SERVER_NAMES } from "./haproxy-names.ts";
import { SERVER_KEYWORDS } from "./server.ts";

const TABLE = new Map(SERVER_KEYWORDS.map((each) => [each.name, each]));

/** The name under which the default-server without a name is kept. */
const UNNAMED = "";

function refuse(line: Line, text: string): never {
  throw new LineRefused(`${line.where} : ${text}`);
}

/** A `server` or `server-template` line. */
export function serverLine(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (proxy.kind === "defaults") refuse(line, `'${line.keyword}' not allowed in 'defaults' section.`);
  needsBackend(line, proxy);
  const template = line.keyword === "server-template";
  if (template && line.word(3) === "") {
    refuse(line, `'${line.keyword}' expects <prefix> <nb | range> <addr>[:<port>] as arguments.`);
  }
  if (!template && line.word(2) === "") {
    refuse(line, `'${line.keyword}' expects <name> and <addr>[:<port>] as arguments.`);
  }
  const name = line.word(1);
  const wrong = (template ? /[^A-Za-z0-9._-]/ : /[^A-Za-z0-9._:-]/).exec(name);
  if (wrong) {
    const what = template ? "prefix" : "name";
    refuse(line, `character '${wrong[0]}' is not permitted in ${line.keyword} ${what} '${name}'.`);
  }
  const range = template ? templateRange(line) : undefined;
  const shown = `${proxy.name}/${name}`;
  if (!template) checkDuplicate(line, proxy, name, shown);
  const cursor = new Cursor(line.words, template ? 4 : 3);
  const address = parseServerAddress(line, state, cursor.peek(-1), shown);
  const server = startingServer(line, proxy, cursor, name, shown);
  parseParameters(cursor, server, line, state, `'server ${shown}' : `);
  finish(line, server, shown);
  if (!range) {
    proxy.servers.push(freezeServer(server, name, address));
    return;
  }
  const { low, high } = range;
  for (let i = low; i <= high; i++) {
    const each = `${name}${i}`;
    checkDuplicate(line, proxy, each, `${proxy.name}/${name}${low}`);
    const copy = copyServer(server, each, `${proxy.name}/${each}`, line.location);
    if (i > low) {
      // A number or guid belongs to one server; HAProxy gives it to the first.
      copy.id = 0;
      copy.forcedId = false;
      delete copy.guid;
    }
    proxy.servers.push(freezeServer(copy, each, address));
  }
}

function needsBackend(line: Line, proxy: ProxyDraft): void {
  if (hasBack(proxy)) return;
  // HAProxy says twice where.
  refuse(
    line,
    `parsing ${line.where} : '${line.keyword}' not allowed because ${proxyType(proxy)} '${proxy.name}' has no backend capability.`,
  );
}

function templateRange(line: Line): { low: number; high: number } {
  const text = line.word(2);
  const dash = text.indexOf("-");
  const first = leadingInteger(dash < 0 ? text : text.slice(0, dash));
  const range =
    dash < 0 ? { low: 1, high: first } : { low: first, high: leadingInteger(text.slice(dash + 1)) };
  if (range.low < 0 || range.high < range.low) {
    refuse(line, `Wrong ${line.keyword} number or range arg '${text}'.`);
  }
  return range;
}

function checkDuplicate(line: Line, proxy: ProxyDraft, name: string, shown: string): void {
  const other = proxy.servers.find((each) => each.name === name);
  if (!other) return;
  refuse(
    line,
    `'server ${shown}' : another server named '${name}' was already defined at line ${other.location.line}, please use a distinct name.`,
  );
}

function parseServerAddress(line: Line, state: State, text: string, shown: string): Address {
  try {
    return parseAddress(
      text,
      { stream: true, datagram: true, port: "optional", portOffset: true, names: true },
      state.environment,
    );
  } catch (error) {
    if (error instanceof Refused) refuse(line, `'server ${shown}' : ${error.text}`);
    throw error;
  }
}

/** The default-server's settings: those named by `from`, else those without a name. */
function startingServer(
  line: Line,
  proxy: ProxyDraft,
  cursor: Cursor,
  name: string,
  shown: string,
): ServerDraft {
  let from = UNNAMED;
  if (cursor.skip("from")) {
    from = cursor.next();
    if (from === "") refuse(line, `'server ${shown}' : from: missing default-server name.`);
    if (!proxy.defaultServers.has(from)) {
      refuse(line, `'server ${shown}' : default-server '${from}' not found.`);
    }
  }
  const base = proxy.defaultServers.get(from);
  if (!base) return createServer(name, shown, line.location);
  return {
    ...copyServer(base, name, shown, line.location),
    hasDefaults: true,
    defaultTls: base.tlsEnabled === true,
  };
}

/** A `default-server` line; later ones add to the first. */
export function defaultServerLine(line: Line, state: State): void {
  const proxy = currentProxy(state);
  needsBackend(line, proxy);
  const cursor = new Cursor(line.words, 1);
  let name = UNNAMED;
  if (cursor.skip("name")) {
    name = cursor.next();
    if (name === "") refuse(line, "default-server name: missing value.");
    const other = proxy.servers.find((each) => each.name === name);
    if (other) {
      refuse(
        line,
        `default-server name '${name}' conflicts with server defined at line ${other.location.line}.`,
      );
    }
  }
  const existing = proxy.defaultServers.get(name);
  const server = existing ?? createServer("", "", line.location);
  parseParameters(cursor, server, line, state, "");
  proxy.defaultServers.set(name, server);
}

function parseParameters(
  cursor: Cursor,
  server: ServerDraft,
  line: Line,
  state: State,
  prefix: string,
): void {
  while (!cursor.atEnd) {
    const name = cursor.next();
    const entry = TABLE.get(name);
    if (!entry) {
      if (SERVER_NAMES.includes(name)) {
        const text = `HAProxy's 'server' parameter '${name}' is not supported by halua.`;
        if (!state.lenient) refuse(line, `${prefix}${text}`);
        line.warn(text);
        return;
      }
      const best = nearestWord(name, SERVER_NAMES);
      if (prefix === "") {
        refuse(line, `unknown keyword '${name}'. Hint: no address was expected for this server.`);
      }
      const hint = best === undefined ? "." : `; did you mean '${best}' maybe ?`;
      refuse(line, `${prefix}unknown keyword '${name}'${hint}`);
    }
    try {
      entry.parse(cursor, server, state);
    } catch (error) {
      if (error instanceof Refused) refuse(line, `${prefix}${error.text}.`);
      throw error;
    }
    if (entry.support !== "supported") {
      line.diag(`'server' parameter '${name}' is accepted without effect: ${entry.support.accepted}.`);
    }
  }
}

function finish(line: Line, server: ServerDraft, shown: string): void {
  if (server.track === undefined) return;
  if (server.check.enabled) {
    refuse(line, `'server ${shown}' : unable to enable checks and tracking at the same time!`);
  }
  if (server.initState !== undefined && server.initState !== "none") {
    refuse(line, `'server ${shown}' : unable to set init-state and tracking at the same time!`);
  }
}

function freezeServer(draft: ServerDraft, name: string, address: Address): Server {
  const { tls, tlsEnabled, defaultTls, check } = draft;
  const rest = omit(draft, "tls", "defaultTls", "shown");
  const frozenTls: ServerTls | undefined = tlsEnabled === true ? (tls ?? {}) : undefined;
  const checkTls = tlsEnabled === true ? undefined : tls;
  const isSwitchable = tlsEnabled === true || defaultTls || check.tls === true;
  return {
    ...rest,
    name,
    address,
    ...(checkTls && { check: { ...rest.check, tlsSettings: checkTls } }),
    ...(frozenTls && { tls: frozenTls }),
    ...(isSwitchable && { switchableTls: tls ?? {} }),
  };
}
