/**
 * What an entry of the keyword table is. Every keyword of every section, and
 * every keyword within a line (`bind`, `server`, the rules' actions), is one
 * entry: name, where it stands, grammar, since when HAProxy has it, what it is
 * for, how far halua supports it, and the function that reads it.
 */
import type { Action, Ruleset } from "../actions.ts";
import type { Cursor } from "../cursor.ts";
import type { BindDraft, ServerDraft } from "../drafts/lines.ts";
import type { Line } from "../line.ts";
import type { State } from "../state.ts";

/** Sections and the places within lines. */
export type Section =
  | "global"
  | "defaults"
  | "frontend"
  | "listen"
  | "backend"
  | "userlist"
  | "http-errors"
  | "resolvers"
  | "ring"
  | "mailers"
  | "healthcheck"
  | "peers"
  | "cache";

export type Place = Section | "option" | "timeout" | "bind" | "server" | Ruleset;

/** "supported", or why the keyword is taken without effect. */
export type Support = "supported" | { readonly accepted: string };

interface Entry {
  readonly name: string;
  readonly places: readonly Place[];
  /** See syntax.ts. */
  readonly syntax: string;
  /** The first HAProxy version that has it. */
  readonly since: string;
  readonly doc: string;
  readonly support: Support;
  /** Refused unless the global section says `expose-experimental-directives`. */
  readonly experimental?: boolean;
}

/** A keyword at the start of a line. */
export interface LineKeyword extends Entry {
  readonly kind: "line";
  readonly parse: (line: Line, state: State) => void;
  /** Read in the first pass, in which only the global section counts, and not again in the second; or in both. */
  readonly early?: "only" | "too";
}

/** `option name`, the words of which start at 0 with `option`. */
export interface OptionKeyword extends Entry {
  readonly kind: "option";
  readonly parse: (line: Line, state: State) => void;
}

/** A parameter of `bind` or `stats socket`; the cursor stands behind its name. */
export interface BindKeyword extends Entry {
  readonly kind: "bind";
  readonly parse: (cursor: Cursor, bind: BindDraft, state: State) => void;
}

/** A parameter of `server`, `server-template` or `default-server`. */
export interface ServerKeyword extends Entry {
  readonly kind: "server";
  readonly parse: (cursor: Cursor, server: ServerDraft, state: State) => void;
}

/** What an action's parser knows of its surroundings. */
export interface ActionContext {
  readonly state: State;
  readonly line: Line;
  readonly ruleset: Ruleset;
}

/** An action of a ruleset; the cursor stands behind its name, which `name` is in full (`set-var(txn.x)`). */
export interface ActionKeyword extends Entry {
  readonly kind: "action";
  /** `name` is only how it starts: an argument in parentheses, or a number, follows. */
  readonly prefix: boolean;
  /** Nothing behind it is reached when it has no condition. */
  readonly final: boolean;
  readonly parse: (cursor: Cursor, context: ActionContext, name: string) => Action;
}

export type Keyword = LineKeyword | OptionKeyword | BindKeyword | ServerKeyword | ActionKeyword;
