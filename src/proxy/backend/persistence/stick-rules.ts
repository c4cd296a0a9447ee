import type { StickRule } from "../../../config/types.ts";
import type { Sample } from "../../../samples/index.ts";
import type { StickEntry, StickKey, StickTable } from "../../../samples/stick-tables/index.ts";
import type { Expressions } from "../../expressions/expressions.ts";
import { addressForScripts } from "../../model/server-changes.ts";
import type { RuleContext } from "../../rules/outcome.ts";
import type { ServerPlacement } from "../server-placement.ts";
import type { ServerTraffic } from "../server-traffic.ts";

/** As many entries a stream may store. */
const mostStored = 8;

interface PreparedRule {
  readonly match: boolean;
  readonly store: boolean;
  readonly table: StickTable;
  readonly byAddress: boolean;
  readonly applies: (context: RuleContext) => boolean | "missing";
  readonly key: (context: RuleContext) => Sample | undefined;
}

/** An entry that is to remember the server, once that is known to work. */
export interface ToStore {
  readonly table: StickTable;
  readonly key: StickKey;
  readonly byAddress: boolean;
}

/** What {@link StickRules} needs of its backend. */
export interface StickBackend {
  readonly servers: readonly ServerTraffic[];
  /** `option persist` */
  readonly keepsToDown: boolean;
  /** A table by the name of its proxy, and whether it names servers by address; undefined: the backend's own. */
  table(name: string | undefined): { readonly table: StickTable; readonly byAddress: boolean } | undefined;
}

/** `stick ...`: remembers in tables which server a key was sent to (process_sticking_rules, process_store_rules). */
export class StickRules {
  readonly #backend: StickBackend;
  readonly #onRequest: readonly PreparedRule[];
  readonly #onResponse: readonly PreparedRule[];

  constructor(rules: readonly StickRule[], backend: StickBackend, expressions: Expressions) {
    this.#backend = backend;
    const prepare = (rule: StickRule): PreparedRule[] => {
      const found = backend.table(rule.table);
      if (!found) return [];
      return [
        {
          match: rule.match,
          store: rule.store,
          ...found,
          applies: expressions.condition(rule.condition),
          key: expressions.expression(rule.key),
        },
      ];
    };
    this.#onRequest = rules.filter(({ onResponse }) => !onResponse).flatMap(prepare);
    this.#onResponse = rules.filter(({ onResponse }) => onResponse).flatMap(prepare);
  }

  /** Looks for a server that is remembered; gives what is to be stored later. */
  request(side: ServerPlacement, context: RuleContext): ToStore[] {
    const toStore: ToStore[] = [];
    for (const rule of this.#onRequest) {
      const { table, match, store, byAddress } = rule;
      if (store && toStore.some((one) => one.table === table)) continue;
      const key = keyOf(rule, context);
      if (key === undefined) continue;
      if (match) {
        const entry = table.find(key);
        if (entry) {
          if (!side.assigned) this.#goTo(side, rule, entry);
          table.touch(key);
        }
      }
      if (store && toStore.length < mostStored) toStore.push({ table, key, byAddress });
    }
    return toStore;
  }

  #goTo(side: ServerPlacement, { byAddress }: PreparedRule, entry: StickEntry): void {
    const { servers, keepsToDown } = this.#backend;
    const name = entry.get("server_key");
    const id = entry.get("server_id");
    const named = name === undefined ? undefined : servers.find((one) => nameOf(one, byAddress) === name);
    const server = named ?? servers.find(({ puid }) => puid === id);
    if (server && (!server.isDown || keepsToDown || side.forcesPersistence)) side.directTo(server);
  }

  /** Stores the server: for the keys of the request, and those that the response has. */
  response(server: ServerTraffic, toStore: readonly ToStore[], context: RuleContext): void {
    const all = [...toStore];
    for (const rule of this.#onResponse) {
      const { table, byAddress } = rule;
      if (all.length >= mostStored || all.slice(toStore.length).some((one) => one.table === table)) continue;
      const key = keyOf(rule, context);
      if (key !== undefined) all.push({ table, key, byAddress });
    }
    if (!server.config.stick) return;
    for (const { table, key, byAddress } of all) {
      const entry = table.touch(key);
      entry?.set("server_id", server.puid);
      entry?.set("server_key", nameOf(server, byAddress));
    }
  }
}

function keyOf(rule: PreparedRule, context: RuleContext): StickKey | undefined {
  if (rule.applies(context) !== true) return undefined;
  const sample = rule.key(context);
  return sample && rule.table.key(sample);
}

function nameOf(server: ServerTraffic, byAddress: boolean): string {
  return byAddress ? addressForScripts(server.model.target) : server.name;
}
