import { type FunctionItem, type Argument } from "../../lua/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import { knownOfType, memberOf, moduleOf, type Known, type Member } from "./declarations.ts";
import { resolve, type Scopes, type Variable } from "./scopes.ts";
import { callArguments, isCall, type Call, type Chunk, type FunctionNode, type Node } from "./syntax.ts";

/** A call of a declared item. */
export interface ItemCall {
  readonly item: FunctionItem<Runtime>;
  /** The declared arguments that the written ones stand for. */
  readonly args: readonly Argument<unknown>[];
  /** How many arguments come before the written ones: 1 for the object of a call with a colon. */
  readonly before: number;
}

/** A parsed script, and what can be told of its values for certain. */
export class Script {
  readonly chunk: Chunk;
  readonly scopes: Scopes;

  constructor(chunk: Chunk) {
    this.chunk = chunk;
    this.scopes = resolve(chunk);
  }

  /** What a value is known to be. */
  known(node: Node, depth = 0): Known | undefined {
    if (depth > 20) return undefined;
    if (node.type === "Identifier") return this.#knownVariable(this.scopes.variable(node), depth);
    if (isCall(node)) {
      const called = this.itemOf(node, depth + 1);
      return called && knownOfType(called.item.returns[0]?.type);
    }
    const member = this.member(node, depth + 1);
    if (member?.kind === "value") return member.known;
    if (node.type === "IndexExpression") {
      const base = this.known(node.base, depth + 1);
      return base?.kind === "many" ? base.of : undefined;
    }
    return undefined;
  }

  /** What a `base.name` is. */
  member(node: Node, depth = 0): Member {
    if (node.type !== "MemberExpression") return undefined;
    const base = this.known(node.base, depth);
    return base && memberOf(base, node.identifier.name, node.indexer);
  }

  /** The declared item that is called, where that is certain. */
  itemOf(call: Call, depth = 0): ItemCall | undefined {
    const { base } = call;
    const member = this.member(base.type === "Identifier" ? this.#alias(base, depth) : base, depth);
    if (member?.kind !== "item") return undefined;
    const { item } = member;
    const withColon = base.type === "MemberExpression" && base.indexer === ":";
    return { item, args: withColon ? item.args.slice(1) : item.args, before: withColon ? 1 : 0 };
  }

  /** The function that a value is for certain: written there, or named and never given another value. */
  functionOf(node: Node | undefined): FunctionNode | undefined {
    if (node?.type === "FunctionDeclaration") return node;
    if (node?.type !== "Identifier") return undefined;
    const variable = this.scopes.variable(node);
    if (!variable || variable.writes > (variable.isGlobal ? 1 : 0)) return undefined;
    const { value } = variable;
    return value && "type" in value && value.type === "FunctionDeclaration" ? value : undefined;
  }

  /** Whether a name means Lua's own global of that name: nothing in the script says otherwise. */
  isBuiltin(node: Node, name: string): boolean {
    if (node.type !== "Identifier" || node.name !== name) return false;
    const variable = this.scopes.variable(node);
    return variable?.isGlobal === true && variable.writes === 0;
  }

  /** `local tcp = core.tcp`: what the name stands for. */
  #alias(node: Node, depth: number): Node {
    if (depth > 20 || node.type !== "Identifier") return node;
    const variable = this.scopes.variable(node);
    if (!variable || variable.isGlobal || variable.writes > 0) return node;
    const { value } = variable;
    return value && "type" in value && value.type === "MemberExpression" ? value : node;
  }

  #knownVariable(variable: Variable | undefined, depth: number): Known | undefined {
    if (!variable) return undefined;
    if (variable.isGlobal) return variable.writes === 0 ? moduleOf(variable.name) : undefined;
    const { value, writes } = variable;
    if (writes > 0 || !value) return undefined;
    if ("type" in value) return this.known(value, depth + 1);
    return value.nth === 1 ? this.#walked(value.walks, depth + 1) : undefined;
  }

  /** What the second variable of `for k, v in pairs(list)` is. */
  #walked(walks: Node, depth: number): Known | undefined {
    if (!isCall(walks)) return undefined;
    if (!this.isBuiltin(walks.base, "pairs") && !this.isBuiltin(walks.base, "ipairs")) return undefined;
    const [list] = callArguments(walks);
    const known = list && this.known(list, depth + 1);
    return known?.kind === "many" ? known.of : undefined;
  }
}
