import type { Remark } from "./finding.ts";
import type { LiteralProbe } from "./literals.ts";
import type { ItemCall, Script } from "./script.ts";
import {
  callArguments,
  calledName,
  isCall,
  position,
  sourceOf,
  spelling,
  walk,
  type Call,
  type Expression,
  type Node,
} from "./syntax.ts";

/** Names that are not declared, and calls whose arguments cannot be right. */
export function checkItems(script: Script, text: string, probe: LiteralProbe): Remark[] {
  const remarks: Remark[] = [];
  const called = new Set<Node>();
  walk(script.chunk, (node) => {
    if (isCall(node)) {
      called.add(node.base);
      const item = script.itemOf(node);
      if (item) remarks.push(...checkCall(node, item, text, probe));
    }
    if (node.type === "MemberExpression" || node.type === "IndexExpression") called.add(node.base);
    if (node.type === "MemberExpression") remarks.push(...checkMember(script, node, called.has(node)));
    if (node.type === "AssignmentStatement") for (const target of node.variables) called.add(target);
    return undefined;
  });
  return remarks;
}

function checkMember(
  script: Script,
  node: Extract<Node, { type: "MemberExpression" }>,
  isUsed: boolean,
): Remark[] {
  const member = script.member(node);
  const { name } = node.identifier;
  if (member?.kind !== "unknown" || script.scopes.writtenFields.has(name)) return [];
  const path = spelling(node) ?? `${node.indexer}${name}`;
  // A script that looks whether it is there knows what it does; where it looks, it is told.
  if (isUsed && script.scopes.readPaths.has(path)) return [];
  const hint = member.nearest === undefined ? "" : `; did you mean '${member.nearest}'?`;
  return [
    {
      ...position(node.identifier),
      severity: isUsed ? "error" : "warning",
      rule: "unknown-item",
      message: `unknown item '${path}'${hint}`,
    },
  ];
}

function checkCall(
  call: Call,
  { item, args, before }: ItemCall,
  text: string,
  probe: LiteralProbe,
): Remark[] {
  const written = callArguments(call);
  const last = written.at(-1);
  // A call or `...` at the end may give any number of values.
  const isOpen = last !== undefined && (isCall(last) || last.type === "VarargLiteral");
  const given = written.length + before;
  const least = isOpen ? given - 1 : given;
  const wrong = (message: string, at: Node): Remark => ({
    ...position(at),
    severity: "error",
    rule: "arguments",
    message: `${calledName(call)}: ${message}`,
  });
  if (item.where !== "run" && (least > item.count.most || (!isOpen && given < item.count.least)))
    return [wrong(item.count.message(given), call)];
  const remarks: Remark[] = [];
  for (const [at, argument] of args.entries()) {
    const value: Expression | undefined = written[at];
    if (!value || (isOpen && at === written.length - 1)) break;
    const literal = literalText(value, text);
    const refusal = literal === undefined ? undefined : probe.refusal(argument, before + at, literal);
    if (refusal !== undefined) remarks.push(wrong(refusal, value));
  }
  return remarks;
}

/** A value that is the same whenever it is reached, as Lua text; undefined for any other. */
function literalText(node: Node, text: string): string | undefined {
  switch (node.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
    case "NilLiteral":
      return sourceOf(node, text);
    case "UnaryExpression":
      return node.operator === "-" && node.argument.type === "NumericLiteral"
        ? sourceOf(node, text)
        : undefined;
    case "FunctionDeclaration":
      return "function() end";
    case "TableConstructorExpression": {
      const fields = node.fields.map((field) => {
        const value = literalText(field.value, text);
        if (value === undefined) return undefined;
        if (field.type === "TableValue") return value;
        if (field.type === "TableKeyString") return `["${field.key.name}"] = ${value}`;
        const key = literalText(field.key, text);
        return key && `[${key}] = ${value}`;
      });
      return fields.includes(undefined) ? undefined : `{ ${fields.join(", ")} }`;
    }
    default:
      return undefined;
  }
}
