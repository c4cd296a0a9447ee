import type { StatsPage as StatsConfig } from "../../config/types.ts";
import { Headers } from "../http/headers.ts";
import { isVersion11 } from "../http/message.ts";
import { reasonOf } from "../http/status.ts";
import { splitUri } from "../http/uri.ts";
import { statFormats, statLines, type DeclaredProxy } from "../model/index.ts";
import { compileRules } from "../rules/compile-rules.ts";
import { authenticate } from "../rules/credentials.ts";
import type { CompiledRule, RuleContext } from "../rules/outcome.ts";
import type { RuleHome } from "../rules/rule-home.ts";
import type { Responder } from "../stream/responder.ts";
import type { Stream } from "../stream/stream.ts";
import type { Transaction } from "../stream/transaction.ts";
import { administer } from "./admin.ts";
import { isSameOrigin } from "./origin.ts";
import { renderPage } from "./html.ts";
import { parseStatsQuery, type StatsQuery, type StatsStatus } from "./query.ts";

/** What `auth` asks for without a realm of its own. */
const defaultRealm = "HAProxy Statistics";

const contentTypes = { html: "text/html", json: "application/json", csv: "text/plain", typed: "text/plain" };

/**
 * The statistics page of a proxy: `stats enable` and its kin (stats-html.c).
 * It shows what `show stat` shows, as HTML, CSV (`;csv`), typed (`;typed`) or
 * JSON (`;json`), and where `stats admin` allows it changes servers.
 */
export class StatsPage {
  /** Those of the page itself: `stats http-request`, and what `stats auth` makes. */
  readonly rules: readonly CompiledRule[];
  readonly #config: StatsConfig;
  readonly #home: RuleHome;
  readonly #admin: readonly ((context: RuleContext) => boolean | "missing")[];

  constructor(config: StatsConfig, home: RuleHome) {
    this.#config = config;
    this.#home = home;
    this.#admin = config.admin.map((condition) => home.expressions.condition(condition));
    const rules = compileRules(config.rules, "http-request", { ...home, defaultRealm });
    this.rules = config.users.length === 0 ? rules : [...rules, this.#accounts()];
  }

  /** `stats auth`: asks all but the users that it names for their password. */
  #accounts(): CompiledRule {
    const { users, realm = defaultRealm } = this.#config;
    const user = this.#home.expressions.fetch("http_auth_user", []);
    const password = this.#home.expressions.fetch("http_auth_pass", []);
    return {
      location: this.#home.config.location,
      applies: (context) => {
        const [name, secret] = [user(context)?.value, password(context)?.value];
        return !users.some((known) => known.user === name && known.password === secret);
      },
      run: (context) => authenticate(realm, context),
    };
  }

  /** Whether a request is for this page (http_stats_check_uri()). */
  accepts({ http }: Stream): boolean {
    if (!http || !["GET", "HEAD", "POST"].includes(http.request.method)) return false;
    const { uri } = this.#config;
    const asked = uri.startsWith("/") ? splitUri(http.request.uri).pathAndQuery : http.request.uri;
    return asked?.startsWith(uri) ?? false;
  }

  /** Answers one request, as it is now: rules that follow do not change what was asked. */
  responder(stream: Stream, http: Transaction): Responder {
    const query = parseStatsQuery(http.request.uri.slice(this.#config.uri.length));
    const { session } = stream;
    const context: RuleContext = { session, stream, direction: "request", final: true, mayWait: false };
    const isAdmin = this.#admin.some((applies) => applies(context) === true);
    const mayPost = isAdmin && isSameOrigin(http.request.headers);
    return {
      name: "<STATS>",
      bypassesResponseRules: true,
      answer: async (to, onHead) => {
        if (http.request.method !== "POST") {
          this.#show(http, query);
          onHead();
          if (http.request.method !== "HEAD") {
            to.response.push(Buffer.from(this.#text(query, isAdmin), "latin1"));
          }
          return "done";
        }
        const status = mayPost ? await this.#post(to) : "DENY";
        this.#goBack(http, query, status);
        onHead();
        return "done";
      },
    };
  }

  #show(http: Transaction, query: StatsQuery): void {
    const { refresh } = this.#config;
    const headers = new Headers();
    headers.append("cache-control", "no-cache");
    headers.append("content-type", contentTypes[query.format]);
    if (refresh !== undefined && !query.norefresh) headers.append("refresh", String(refresh));
    const isHead = http.request.method === "HEAD";
    const isChunked = !isHead && isVersion11(http.request.version);
    if (isChunked) headers.append("transfer-encoding", "chunked");
    http.response = { version: "HTTP/1.1", status: 200, reason: reasonOf(200), headers };
    // Without chunks, the end of the connection ends it, even where nothing follows.
    http.responseFraming = isChunked ? { kind: "chunked" } : { kind: "close" };
  }

  /** Sends the browser back to the page, so that a reload does not change things again. */
  #goBack(http: Transaction, query: StatsQuery, status: StatsStatus): void {
    const flags = (query.hidesDown ? ";up" : "") + (query.norefresh ? ";norefresh" : "");
    const scope = query.scope === "" ? "" : `?scope=${query.scope}`;
    const headers = new Headers();
    headers.append("cache-control", "no-cache");
    headers.append("content-type", "text/plain");
    headers.append("content-length", "0");
    headers.append("location", `${this.#config.uri};st=${status}${flags}${scope}`);
    http.response = { version: "HTTP/1.1", status: 303, reason: reasonOf(303), headers };
    http.responseFraming = { kind: "length", length: 0 };
  }

  async #post(stream: Stream): Promise<StatsStatus> {
    const { request } = stream;
    while (!request.noMoreInput) {
      if (request.isFull) return "EXCD";
      await request.changed();
    }
    if (!request.complete) return "NONE";
    const form = request.peekOutput().toString("latin1");
    const { scopes } = this.#config;
    const inScope = scopes.length === 0 ? undefined : this.#shows.bind(this);
    return administer(form, this.#home.environment.model, inScope);
  }

  /** `stats scope`: "." is the page's own proxy. */
  #shows({ name }: DeclaredProxy): boolean {
    const { scopes } = this.#config;
    return (
      scopes.length === 0 ||
      scopes.some((scope) => scope === name || (scope === "." && name === this.#home.config.name))
    );
  }

  #text(query: StatsQuery, isAdmin: boolean): string {
    const { environment } = this.#home;
    const wanted = query.scope.toLowerCase();
    const proxies = environment.model.all.filter(
      (proxy) => !proxy.settings.disabled && this.#shows(proxy) && proxy.name.toLowerCase().includes(wanted),
    );
    const shown = proxies.map((proxy) => ({
      proxy,
      lines: statLines(proxy, { maintenance: query.hidesMaintenance, down: query.hidesDown }),
    }));
    if (query.format !== "html") return statFormats[query.format](shown.flatMap(({ lines }) => lines));
    const { uri, showVersion, showNode, showDescription, showLegends, refresh } = this.#config;
    return renderPage({
      uri,
      query,
      isAdmin,
      refresh,
      showLegends,
      proxies: shown,
      version: showVersion,
      node: showNode,
      description: showDescription,
      figures: environment.runtime.info(),
    });
  }
}
