import luaparse from "luaparse";

/** The nodes of a parsed script; luaparse's own, with where each stands. */
export type Node = luaparse.Node;
export type Chunk = luaparse.Chunk;
export type Identifier = luaparse.Identifier;
export type Expression = luaparse.Expression;
export type FunctionNode = luaparse.FunctionDeclaration;
export type Call = luaparse.CallExpression | luaparse.TableCallExpression | luaparse.StringCallExpression;

/** A script's text as bytes, without a byte order mark and a first line that starts with `#`, as Lua reads files. */
export function scriptText(bytes: Buffer): string {
  const text = bytes.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  return text.startsWith("#") ? text.replace(/^[^\n]*/, "") : text;
}

/** The tree of a script; undefined for what this parser cannot read, whatever Lua says of it. */
export function parse(text: string): Chunk | undefined {
  try {
    return luaparse.parse(text, {
      luaVersion: "5.3",
      locations: true,
      ranges: true,
      comments: false,
      encodingMode: "pseudo-latin1",
    });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Where a node begins, from 1. */
export function position(node: Node): { line: number; column: number } {
  const start = node.loc?.start;
  return { line: start?.line ?? 1, column: (start?.column ?? 0) + 1 };
}

/** A node as it is written. */
export function sourceOf(node: Node, text: string): string | undefined {
  // The type definitions do not know the option "ranges".
  const { range } = node as { range?: [number, number] };
  return range && text.slice(...range);
}

/** Whether a place lies within what a node covers. */
export function stands({ line, column }: { line: number; column: number }, { loc }: Node): boolean {
  if (!loc) return false;
  const { start, end } = loc;
  const isAfter = line > start.line || (line === start.line && column > start.column);
  return isAfter && (line < end.line || (line === end.line && column <= end.column));
}

/** The nodes directly below one. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const value of Object.values(node) as unknown[]) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(each)) found.push(each);
  }
  return found;
}

/** Calls `visit` with each node below and including `node`, but for what lies below one for which it answers false. */
export function walk(node: Node, visit: (node: Node) => boolean | undefined): void {
  if (visit(node) === false) return;
  for (const child of children(node)) walk(child, visit);
}

export function isCall(node: Node): node is Call {
  return (
    node.type === "CallExpression" ||
    node.type === "TableCallExpression" ||
    node.type === "StringCallExpression"
  );
}

/** What a call hands over. */
export function callArguments(call: Call): readonly Expression[] {
  if (call.type === "CallExpression") return call.arguments;
  return [call.type === "TableCallExpression" ? call.arguments : call.argument];
}

/** A string constant's bytes. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === "StringLiteral" ? node.value : undefined;
}

/** `core.tcp` as it is written; undefined for what is no chain of names. */
export function spelling(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return undefined;
  const base = spelling(node.base);
  return base === undefined ? undefined : `${base}${node.indexer}${node.identifier.name}`;
}

/** What a call calls, as it is written; of a chain that begins with a call, the end. */
export function calledName(call: Call): string {
  const { base } = call;
  const name = spelling(base);
  if (name !== undefined) return name;
  return base.type === "MemberExpression" ? `${base.indexer}${base.identifier.name}` : "this call";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
