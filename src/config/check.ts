/**
 * What is checked once all files are read: names that refer to others, what
 * does not go together, what is missing. Source: proxy.c (proxy_finalize) and
 * cfgparse.c (check_config_validity) for the order and the texts.
 */
import type { Rule } from "./actions.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { Refused } from "./diagnostics.ts";
import type { ProxyDraft } from "./drafts.ts";
import { parseExpression } from "./expressions.ts";
import { guidFault, duplicateOf } from "./keywords/guid.ts";
import { LOG_FORMAT_TEXTS } from "./keywords/logs.ts";
import { httpOnlyOptions } from "./keywords/options.ts";
import type { Location } from "./location.ts";
import { isPlainText, parseLogFormat, type LogFormat } from "./log-format.ts";
import { unresolvedReferences } from "./references.ts";
import { castBetween, placesOf, sourceNames } from "./samples.ts";
import { hasBack, hasFront, placesFor, proxyType, type State } from "./state.ts";
import type { Server, StickTable } from "./types.ts";

const LOG_PLACES = placesOf("logs");
const FRONT_REQUEST = placesOf("frontend http-request header rule");
const BACK_REQUEST = placesOf("backend http-request header rule");
const SELECTING = placesOf("backend use-server, balance or stick-match rule");

/** Checks the whole configuration and completes it. @returns whether it can be used */
export function checkConfiguration(state: State): boolean {
  const checker = new Checker(state);
  checker.userlists();
  checker.assignProxyIds();
  checker.listenerGuids();
  for (const proxy of state.proxies) {
    // As HAProxy, no further than the first proxy with a fault.
    if (!checker.good) return false;
    if (!proxy.disabled) checker.proxy(proxy);
  }
  for (const proxy of state.proxies) checker.certificates(proxy);
  for (const resolvers of state.resolvers) {
    if (resolvers.nameservers.length > 0) continue;
    const { file, line } = resolvers.location;
    checker.warn(`resolvers '${resolvers.name}' [${file}:${line}] has no nameservers configured!`);
  }
  if (state.global.exposeExperimental && !state.experimentalUsed) {
    checker.warn(
      "Option 'expose-experimental-directives' is set in the global section but is no longer used. It is strongly " +
        "recommended to remove it in order to avoid using an experimental directive by accident in the future.",
    );
  }
  if (checker.good) for (const proxy of state.proxies) checker.checkPorts(proxy);
  return checker.good;
}

class Checker {
  good = true;
  private readonly diagnostics: Diagnostics;

  constructor(private readonly state: State) {
    this.diagnostics = state.diagnostics;
  }

  private alert(text: string): void {
    this.good = false;
    this.diagnostics.add("alert", text);
  }

  warn(text: string): void {
    this.diagnostics.add("warning", text);
  }

  userlists(): void {
    for (const list of this.state.userlists) {
      for (const user of list.users) {
        const missing = user.groups.find((group) => !list.groups.includes(group));
        if (missing !== undefined) {
          this.alert(`userlist '${list.name}': no such group '${missing}' specified in user '${user.name}'`);
        }
      }
    }
  }

  /** HAProxy starts at 2 where nothing is said, for ever since a mistake of old. */
  assignProxyIds(): void {
    const taken = new Set(this.state.proxies.filter((each) => each.hasId).map((each) => each.id));
    let next = 2;
    for (const proxy of this.state.proxies) {
      if (proxy.hasId) continue;
      while (taken.has(next)) next++;
      proxy.id = next++;
    }
  }

  proxy(proxy: ProxyDraft): void {
    const upgrades = this.upgradesToHttp(proxy);
    if (proxy.mode === "tcp") this.noHttp(proxy);
    if (hasFront(proxy) && proxy.binds.length === 0) {
      this.warn(
        `${proxyType(proxy)} '${proxy.name}' has no 'bind' directive. Please declare it as a backend if this was intended.`,
      );
    }
    if (proxy.httpCheckSteps.length > 0 && proxy.healthCheck.kind !== "http" && hasBack(proxy)) {
      this.warn(
        `${proxyType(proxy)} '${proxy.name}' uses http-check rules without 'option httpchk', so the rules are ignored.`,
      );
    }
    this.defaultBackend(proxy);
    this.useBackends(proxy);
    this.useServers(proxy);
    this.stickRules(proxy);
    this.trackRules(proxy);
    this.captures(proxy);
    if (proxy.mode === "tcp" && upgrades && proxy.servers.length > 0 && this.hasNoBackend(proxy)) {
      this.warn(
        `Proxy '${proxy.name}' : 'switch-mode http' configured for a tcp ${proxyType(proxy)} with no backend. ` +
          "Incoming connections upgraded to HTTP cannot be routed to TCP servers",
      );
    }
    this.tablePeers(proxy);
    this.statsAuthentication(proxy);
    this.logFormats(proxy);
    this.balanceHash(proxy);
    this.resolve(proxy);
    this.timeouts(proxy);
    this.captureLength(proxy);
    this.assignServerIds(proxy);
    this.servers(proxy);
    if (hasFront(proxy) && proxy.logs.length === 0 && (proxy.logFormat ?? proxy.logFormatSd)) {
      this.warn(`log format ignored for ${proxyType(proxy)} '${proxy.name}' since it has no log address.`);
    }
    this.errorPages(proxy);
    this.errorReplies(proxy);
    if (proxy.mode === "tcp" && !upgrades) this.ignoredWithoutHttp(proxy);
    this.serversWithoutHttp(proxy);
  }

  private hasNoBackend(proxy: ProxyDraft): boolean {
    return proxy.defaultBackend === undefined && proxy.useBackend.length === 0;
  }

  private backend(name: string): ProxyDraft | undefined {
    return this.state.proxies.find((each) => each.name === name && hasBack(each));
  }

  /** Whether a TCP proxy may come to speak HTTP, so that its HTTP rules count. */
  private upgradesToHttp(proxy: ProxyDraft): boolean {
    if (proxy.mode === "http") return true;
    const targets = proxy.useBackend.map((rule) => rule.name);
    if (proxy.defaultBackend !== undefined) targets.push(proxy.defaultBackend);
    return (
      proxy.rules["tcp-request content"].some((rule) => rule.action.kind === "switch-mode") ||
      targets.some(
        (name) => typeof name === "string" && (name.includes("%") || this.backend(name)?.mode === "http"),
      )
    );
  }

  private noHttp(proxy: ProxyDraft): void {
    const shown = `${proxyType(proxy)} '${proxy.name}' (needs 'mode http')`;
    if (proxy.cookie) this.warn(`cookie will be ignored for ${shown}.`);
    if (["uri", "url_param", "hdr"].includes(proxy.balance.algorithm)) {
      proxy.balance = { algorithm: "roundrobin" };
      this.warn(`Layer 7 hash not possible for ${shown}. Falling back to round robin.`);
    }
    const { logFormat } = proxy.formats;
    const kind = proxy.logFormatKind;
    if (!logFormat || (kind !== "httplog" && kind !== "httplog clf" && kind !== "httpslog")) return;
    const fallback = kind === "httplog clf" ? "tcplog clf" : "tcplog";
    const { file, line } = logFormat.location;
    proxy.logFormatKind = fallback;
    proxy.formats.logFormat = { text: LOG_FORMAT_TEXTS[fallback], location: logFormat.location };
    this.warn(
      `parsing [${file}:${line}] : 'option ${kind}' not usable with ${shown}. Falling back to 'option ${fallback}'.`,
    );
  }

  private defaultBackend(proxy: ProxyDraft): void {
    const name = proxy.defaultBackend;
    if (name === undefined) return;
    const target = this.findTarget(proxy, name, "default_backend", "as its default backend");
    if (target && proxy.servers.length > 0) {
      this.warn(
        `In proxy '${proxy.name}', the 'default_backend' rule always has precedence over the servers, which will never be used.`,
      );
    }
  }

  private findTarget(proxy: ProxyDraft, name: string, keyword: string, use: string): ProxyDraft | undefined {
    const target = this.backend(name);
    if (!target) {
      this.alert(`Proxy '${proxy.name}': unable to find required ${keyword}: '${name}'.`);
    } else if (target === proxy) {
      this.alert(`Proxy '${proxy.name}': loop detected for ${keyword}: '${name}'.`);
    } else if (target.mode !== proxy.mode && !(proxy.mode === "tcp" && target.mode === "http")) {
      const describe = (each: ProxyDraft): string =>
        `${each.mode} ${proxyType(each)} '${each.name}' (${each.location.file}:${each.location.line})`;
      this.alert(`${describe(proxy)} tries to use incompatible ${describe(target)} ${use} (see 'mode').`);
    } else {
      return target;
    }
    return undefined;
  }

  private useBackends(proxy: ProxyDraft): void {
    for (const rule of proxy.useBackend) {
      const { name } = rule;
      if (typeof name !== "string") continue;
      const format = this.lateFormat(
        name,
        FRONT_REQUEST,
        rule.location,
        (error, { file, line }) =>
          `Parsing [${file}:${line}]: failed to parse use_backend rule '${name}' : ${error}.`,
      );
      if (!format) continue;
      if (isPlainText(format)) this.findTarget(proxy, name, "use_backend", "in a 'use_backend' rule");
      else rule.name = format;
    }
  }

  private useServers(proxy: ProxyDraft): void {
    proxy.useServer = proxy.useServer.map((rule) => {
      const { name } = rule;
      if (typeof name !== "string") return rule;
      const format = this.lateFormat(
        name,
        FRONT_REQUEST,
        rule.location,
        (error, { file, line }) =>
          `Parsing [${file}:${line}]; use-server rule failed to parse log-format '${name}' : ${error}.`,
      );
      if (!format) return rule;
      if (!isPlainText(format)) return { ...rule, name: format };
      if (!proxy.servers.some((each) => each.name === name)) {
        this.alert(
          `${proxyType(proxy)} '${proxy.name}' : unable to find server '${name}' referenced in a 'use-server' rule.`,
        );
      }
      return rule;
    });
  }

  private lateFormat(
    text: string,
    places: number,
    location: Location,
    describe: (error: string, location: Location) => string,
    mergeSpaces = false,
  ): LogFormat | undefined {
    try {
      return parseLogFormat(text, { catalog: this.state.catalog, places, mergeSpaces });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.alert(describe(error.text, location));
      return undefined;
    }
  }

  private stickRules(proxy: ProxyDraft): void {
    for (const rule of proxy.stickRules) {
      const name = rule.table ?? proxy.name;
      const table = rule.table === undefined ? proxy.stickTable : this.state.tables.get(name);
      if (!table) this.alert(`Proxy '${proxy.name}': unable to find stick-table '${name}'.`);
      else if (castBetween(rule.key.type, keySample(table)) === undefined) {
        this.alert(`Proxy '${proxy.name}': type of fetch not usable with type of stick-table '${name}'.`);
      }
    }
  }

  private trackRules(proxy: ProxyDraft): void {
    for (const rule of Object.values(proxy.rules).flat()) {
      const { action } = rule;
      if (action.kind === "track-sc") this.trackRule(proxy, action);
      this.replySection(proxy, rule);
    }
  }

  private trackRule(proxy: ProxyDraft, action: Extract<Rule["action"], { kind: "track-sc" }>): void {
    const name = action.table ?? proxy.name;
    const table = action.table === undefined ? proxy.stickTable : this.state.tables.get(name);
    if (!table) {
      this.alert(
        `Proxy '${proxy.name}': unable to find table '${name}' referenced by track-sc${action.counter}.`,
      );
    } else if (castBetween(action.key.type, keySample(table)) === undefined) {
      this.alert(
        `Proxy '${proxy.name}': stick-table '${name}' uses a type incompatible with the 'track-sc${action.counter}' rule.`,
      );
    }
  }

  /** `errorfiles name` in a rule's reply. */
  private replySection(proxy: ProxyDraft, { action }: Rule): void {
    if (action.kind !== "return" && action.kind !== "deny" && action.kind !== "tarpit") return;
    const { body } = action.reply;
    if (body.kind !== "errorfiles" || this.state.httpErrors.some((each) => each.name === body.section))
      return;
    this.alert(
      `Proxy '${proxy.name}': unknown http-errors section '${body.section}' referenced by an http reply .`,
    );
  }

  private captures(proxy: ProxyDraft): void {
    for (const [ruleset, rules] of Object.entries(proxy.rules)) {
      const response = ruleset === "http-response" || ruleset === "http-after-response";
      const slots = response ? proxy.responseCaptures : proxy.requestCaptures;
      for (const { action } of rules) {
        if (action.kind !== "capture" || action.slot < slots.length || !hasFront(proxy)) continue;
        this.alert(
          `Proxy '${proxy.name}': unable to find capture id '${action.slot}' referenced by ${ruleset} capture rule.`,
        );
      }
    }
  }

  private tablePeers(proxy: ProxyDraft): void {
    const peers = proxy.stickTable?.peers;
    if (peers === undefined) return;
    if (this.state.inert.some((each) => each.kind === "peers" && each.name === peers)) return;
    this.alert(`Proxy '${proxy.name}': unable to find sync peers '${peers}'.`);
  }

  private statsAuthentication(proxy: ProxyDraft): void {
    const { stats } = proxy;
    if (!stats || stats.rules.length === 0) return;
    if (stats.users.length === 0 && stats.realm === undefined) return;
    this.alert(
      `proxy '${proxy.name}': stats 'auth'/'realm' and 'http-request' can't be used at the same time.`,
    );
  }

  private logFormats(proxy: ProxyDraft): void {
    const { formats } = proxy;
    const fail =
      (what: string) =>
      (error: string, { file, line }: Location): string =>
        `Parsing [${file}:${line}]: failed to parse ${what} : ${error}.`;
    const take = (
      field: "logFormat" | "logFormatSd" | "errorLogFormat" | "uniqueIdFormat",
      places: number,
      what: string,
    ): void => {
      const format = formats[field];
      const parsed = format && this.lateFormat(format.text, places, format.location, fail(what), true);
      if (parsed) proxy[field] = parsed;
    };
    if (hasFront(proxy)) {
      take("logFormat", LOG_PLACES, "log-format");
      take("logFormatSd", LOG_PLACES, "log-format-sd");
    }
    take("uniqueIdFormat", placesFor(proxy, FRONT_REQUEST, BACK_REQUEST), "unique-id");
    if (hasFront(proxy)) take("errorLogFormat", LOG_PLACES, "error-log-format");
  }

  private balanceHash(proxy: ProxyDraft): void {
    const text = proxy.balanceHash;
    if (text === undefined) return;
    const { file, line } = proxy.location;
    const where = `${proxyType(proxy)} '${proxy.name}' [${file}:${line}]`;
    try {
      const { expression } = parseExpression({ words: [text], index: 0 }, this.state.catalog);
      if ((expression.places & SELECTING) === 0) {
        this.alert(
          `${where}: error detected while parsing 'balance hash' expression '${text}' ` +
            `which requires information from ${sourceNames(expression.sources)}, which is not available here.`,
        );
      }
      proxy.balance = { algorithm: "hash", expression };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.alert(`${where}: failed to parse 'balance hash' expression '${text}' in : ${error.text}.`);
    }
  }

  private resolve(proxy: ProxyDraft): void {
    const texts = unresolvedReferences(proxy, this.state);
    const [first] = texts;
    if (first === undefined) return;
    // Several faults are one message of HAProxy's, a line each.
    this.alert(
      texts.length === 1
        ? first
        : `multiple argument resolution errors:\n${texts.map((text) => `        ${text}`).join("\n")}`,
    );
  }

  private timeouts(proxy: ProxyDraft): void {
    const { timeouts } = proxy;
    const front = hasFront(proxy) && !timeouts.client;
    const back =
      hasBack(proxy) &&
      proxy.servers.length > 0 &&
      (!timeouts.connect || (!timeouts.server && (proxy.mode === "http" || !timeouts.tunnel)));
    if (front || back) {
      this.warn(
        `missing timeouts for ${proxyType(proxy)} '${proxy.name}'.\n` +
          "   | While not properly invalid, you will certainly encounter various problems\n" +
          "   | with such a configuration. To fix this, please ensure that all following\n" +
          "   | timeouts are set to a non-zero value: 'client', 'connect', 'server'.",
      );
    }
    // Older configurations set these through `timeout connect`.
    const { connect } = timeouts;
    if (connect === undefined) return;
    const queue = hasBack(proxy) && !timeouts.queue ? { queue: connect } : {};
    const tarpit = timeouts.tarpit ? {} : { tarpit: connect };
    proxy.timeouts = { ...timeouts, ...queue, ...tarpit };
  }

  private captureLength(proxy: ProxyDraft): void {
    const { captureCookie } = proxy;
    const most = this.state.global.tune.cookieLength - 1;
    if (!captureCookie || captureCookie.length <= most) return;
    this.warn(`truncating capture length to ${most} bytes for ${proxyType(proxy)} '${proxy.name}'.`);
    proxy.captureCookie = { ...captureCookie, length: most };
  }

  private assignServerIds(proxy: ProxyDraft): void {
    const taken = new Set(proxy.servers.map((each) => each.id).filter((id) => id > 0));
    let next = 1;
    proxy.servers = proxy.servers.map((server) => {
      if (server.id > 0) {
        next++;
        return server;
      }
      while (taken.has(next)) next++;
      taken.add(next);
      return { ...server, id: next++ };
    });
  }

  private servers(proxy: ProxyDraft): void {
    for (const server of proxy.servers) {
      if (
        server.resolvers !== undefined &&
        !this.state.resolvers.some((each) => each.name === server.resolvers)
      ) {
        this.alert(
          `${proxyType(proxy)} '${proxy.name}', server '${server.name}': unable to find required resolvers '${server.resolvers}'`,
        );
      }
      this.certificate(proxy, server);
      this.verification(proxy, server);
      if (server.track !== undefined) this.tracking(proxy, server, server.track);
    }
  }

  /** The first server that cannot be checked ends the start. */
  checkPorts(proxy: ProxyDraft): void {
    const server = proxy.servers.find((each) => each.check.enabled && lacksPort(each));
    if (!server || !this.good || proxy.disabled) return;
    this.alert(
      `config: ${proxyType(proxy)} '${proxy.name}': server '${server.name}' has neither service port nor check port.`,
    );
    this.alert("Fatal errors found in configuration.");
  }

  private certificate(proxy: ProxyDraft, server: Server): void {
    const path = server.tls?.certificate;
    if (path === undefined) return;
    const { crtBase } = this.state.global;
    const full = path.startsWith("/") || crtBase === undefined ? path : `${crtBase}/${path}`;
    if (this.state.files.exists(full)) return;
    const { file, line } = server.location;
    this.alert(
      `[${file}:${line}] : 'server ${proxy.name}/${server.name}' : unable to stat SSL certificate from file '${full}' : No such file or directory.`,
    );
  }

  private verification(proxy: ProxyDraft, server: Server): void {
    const { tls } = server;
    if (!tls || tls.caFile !== undefined || tls.verify === "none") return;
    if (tls.verify === undefined && this.state.global.sslServerVerify === "none") return;
    const { file, line } = server.location;
    const start = `[${file}:${line}] : 'server ${proxy.name}/${server.name}' : verify is enabled`;
    this.alert(
      tls.verify === undefined
        ? `${start} by default but no CA file specified. If you're running on a LAN where you're certain to trust the server's certificate, please set an explicit 'verify none' statement on the 'server' line, or use 'ssl-server-verify none' in the global section to disable server-side verifications by default.`
        : `${start} but no CA file specified.`,
    );
  }

  private tracking(proxy: ProxyDraft, server: Server, name: string): void {
    const { file, line } = server.location;
    const where = `[${file}:${line}] : 'server ${proxy.name}/${server.name}' : `;
    const found = this.trackedServer(proxy, name);
    if (typeof found === "string") {
      this.alert(`${where}${found}`);
      return;
    }
    const chain = new Set<Server>([server]);
    let [owner, target] = found;
    while (target.track !== undefined) {
      if (chain.has(target)) {
        this.alert(
          `${where}unable to track ${found[0].name}/${found[1].name} as it belongs to a tracking chain looping back to ${owner.name}/${target.name}.`,
        );
        return;
      }
      chain.add(target);
      const next = this.trackedServer(owner, target.track);
      if (typeof next === "string") return;
      [owner, target] = next;
    }
    if (target.check.enabled) return;
    this.alert(
      `${where}unable to use ${owner.name}/${target.name} for tracking as it does not have any check nor agent enabled.`,
    );
  }

  private trackedServer(proxy: ProxyDraft, name: string): readonly [ProxyDraft, Server] | string {
    const slash = name.indexOf("/");
    const owner = slash < 0 ? proxy : this.backend(name.slice(0, slash));
    if (!owner) return `unable to find required proxy '${name.slice(0, slash)}' for tracking.`;
    const target = owner.servers.find((each) => each.name === name.slice(slash + 1));
    return target
      ? [owner, target]
      : `unable to find required server '${name.slice(slash + 1)}' for tracking.`;
  }

  private errorPages(proxy: ProxyDraft): void {
    for (const { name, statuses, location } of proxy.errorSections) {
      const section = this.state.httpErrors.find((each) => each.name === name);
      if (!section) {
        this.alert(
          `${proxyType(proxy)} '${proxy.name}': unknown http-errors section '${name}' (at ${location.file}:${location.line}).`,
        );
        continue;
      }
      for (const [status, reply] of section.errors) {
        if (statuses.length === 0 || statuses.includes(status)) proxy.errors.set(status, reply);
      }
      for (const status of statuses) {
        if (section.errors.has(status)) continue;
        this.warn(
          `config: proxy '${proxy.name}' : status '${status}' not declared in http-errors section '${name}' (at ${location.file}:${location.line}).`,
        );
      }
    }
  }

  /** `http-error ... errorfiles name`. */
  private errorReplies(proxy: ProxyDraft): void {
    for (const reply of proxy.errors.values()) {
      if (reply.kind !== "reply" || reply.reply.body.kind !== "errorfiles") continue;
      const name = reply.reply.body.section;
      if (this.state.httpErrors.some((each) => each.name === name)) continue;
      const { file, line } = proxy.location;
      this.alert(
        `${proxyType(proxy)} '${proxy.name}': unknown http-errors section '${name}' (at ${file}:${line}).`,
      );
    }
  }

  private ignoredWithoutHttp(proxy: ProxyDraft): void {
    const shown = `for ${proxyType(proxy)} '${proxy.name}'`;
    const statement = (name: string): void =>
      this.warn(`'${name}' statement ignored ${shown} as it requires HTTP mode.`);
    const rules = (name: string): void =>
      this.warn(`'${name}' rules ignored ${shown} as they require HTTP mode.`);
    if (proxy.forwardFor) this.warn(`'option forwardfor' ignored ${shown} as it requires HTTP mode.`);
    if (proxy.originalTo) this.warn(`'option originalto' ignored ${shown} as it requires HTTP mode.`);
    if (proxy.stats) {
      statement("stats");
      delete proxy.stats;
    }
    if (proxy.captureCookie) statement("capture");
    if (proxy.monitorUri !== undefined) statement("monitor-uri");
    for (const ruleset of ["http-request", "http-response", "http-after-response"] as const) {
      // Rules of a defaults section belong to it, and are not complained about here.
      const inherited = proxy.parent?.rules[ruleset].length ?? 0;
      if (proxy.rules[ruleset].length > inherited) rules(ruleset);
    }
    if (proxy.redirects.length > 0) rules("redirect");
    for (const { name, side } of httpOnlyOptions()) {
      if (!proxy.options.has(name)) continue;
      if (side === "front" && !hasFront(proxy)) continue;
      if (side === "back" && !hasBack(proxy)) continue;
      this.warn(`'option ${name}' ignored ${shown} as it requires HTTP mode.`);
      proxy.options.delete(name);
    }
  }

  private serversWithoutHttp(proxy: ProxyDraft): void {
    if (proxy.mode === "http") return;
    const shown = `${proxyType(proxy)} '${proxy.name}' : `;
    for (const server of proxy.servers) {
      if (server.redirectPrefix !== undefined) {
        this.alert(`${shown}server cannot have cookie or redirect prefix in non-HTTP mode.`);
      }
      if (server.cookie !== undefined) {
        this.warn(`${shown}ignoring cookie for server '${server.name}' as HTTP mode is disabled.`);
      }
    }
  }

  certificates(proxy: ProxyDraft): void {
    for (const bind of proxy.binds) {
      if (!bind.tls || bind.tls.certificates.length > 0 || proxy.disabled) continue;
      const { file, line } = bind.location;
      this.alert(
        `Proxy '${proxy.name}': no SSL certificate specified for bind '${bind.text}' at [${file}:${line}] (use 'crt').`,
      );
    }
  }

  /** Guids that listeners get from `guid-prefix`: the prefix, a dash and a number from 0. */
  listenerGuids(): void {
    for (const proxy of this.state.proxies) {
      for (const { guidPrefix, location, addresses } of proxy.binds) {
        if (guidPrefix === undefined) continue;
        for (const index of addresses.keys()) {
          const guid = `${guidPrefix}-${index}`;
          const fault = guidFault(guid) ?? duplicateOf(guid, this.state);
          if (fault === undefined) {
            this.state.guids.set(guid, `listener ${proxy.name} (${location.file}:${location.line})`);
            continue;
          }
          this.alert(
            `[${location.file}:${location.line}] : error on GUID generation : ${fault}. You may fix it by adjusting guid-prefix.`,
          );
          break;
        }
      }
    }
  }
}

/** The type of sample that a table's keys are made from. */
function keySample(table: StickTable): "ipv4" | "ipv6" | "sint" | "str" | "bin" {
  return ({ ip: "ipv4", ipv6: "ipv6", integer: "sint", string: "str", binary: "bin" } as const)[table.type];
}

function lacksPort(server: Server): boolean {
  if (server.check.port) return false;
  const { endpoint } = server.check.address ?? server.address;
  const own = endpoint.kind === "ip" || endpoint.kind === "name" ? endpoint.port : undefined;
  if (own === undefined) return false;
  const service = server.address.endpoint;
  const fallback = service.kind === "ip" || service.kind === "name" ? service.port : own;
  const hasPort = (port: typeof own): boolean => port.kind === "range" && port.low > 0;
  return !hasPort(own) && !hasPort(fallback);
}
