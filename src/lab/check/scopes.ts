import {
  children,
  spelling,
  type Chunk,
  type Expression,
  type FunctionNode,
  type Identifier,
  type Node,
} from "./syntax.ts";

/** A local variable, parameter or global, with what is known of its value. */
export interface Variable {
  readonly name: string;
  readonly isGlobal: boolean;
  /** What it is made with, where it is made with one value; for a loop's variable, what it walks over. */
  value: Expression | FunctionNode | { readonly walks: Expression; readonly nth: number } | undefined;
  /** How often it gets a value after it was made; for a global, in all. */
  writes: number;
  /** Whether the main chunk writes it, outside of any function: for a global. */
  declared: boolean;
}

/** Which variable each name in a script means. */
export interface Scopes {
  variable(identifier: Identifier): Variable | undefined;
  /** The writes of globals, with the functions around each, the innermost last. */
  readonly globalWrites: readonly { readonly node: Identifier; readonly variable: Variable }[];
  /** Every name that is given to a field of anything: `x.name = ...`, `function x:name()`. */
  readonly writtenFields: ReadonlySet<string>;
  /** Every `a.b` that is looked at without being called or indexed, such as in `if core.x then`. */
  readonly readPaths: ReadonlySet<string>;
}

type Scope = Map<string, Variable>;

/** Works out what each name means, by Lua's rules of scope. */
export function resolve(chunk: Chunk): Scopes {
  const known = new Map<Identifier, Variable>();
  const globals: Scope = new Map();
  const globalWrites: { node: Identifier; variable: Variable }[] = [];
  const writtenFields = new Set<string>();
  const readPaths = new Set<string>();
  const stack: Scope[] = [];
  let depth = 0;

  function declare(identifier: Identifier, value: Variable["value"]): void {
    const variable = { name: identifier.name, isGlobal: false, value, writes: 0, declared: true };
    stack.at(-1)?.set(identifier.name, variable);
    known.set(identifier, variable);
  }

  function find(identifier: Identifier): Variable {
    const { name } = identifier;
    const local = stack.findLast((scope) => scope.has(name))?.get(name);
    const found = local ??
      globals.get(name) ?? { name, isGlobal: true, value: undefined, writes: 0, declared: false };
    if (!local) globals.set(name, found);
    known.set(identifier, found);
    return found;
  }

  function write(target: Node, value: Variable["value"]): void {
    if (target.type !== "Identifier") {
      if (target.type === "MemberExpression") writtenFields.add(target.identifier.name);
      if (target.type === "IndexExpression" && target.index.type === "StringLiteral")
        writtenFields.add(target.index.value);
      each(children(target));
      return;
    }
    const variable = find(target);
    variable.writes++;
    if (!variable.isGlobal) return;
    variable.value = value;
    if (depth === 0) variable.declared = true;
    globalWrites.push({ node: target, variable });
  }

  function scoped(body: readonly Node[], begin: () => void = () => undefined): void {
    stack.push(new Map());
    begin();
    each(body);
    stack.pop();
  }

  function enterFunction(node: FunctionNode): void {
    depth++;
    scoped(node.body, () => {
      const { identifier } = node;
      if (identifier?.type === "MemberExpression" && identifier.indexer === ":")
        stack
          .at(-1)
          ?.set("self", { name: "self", isGlobal: false, value: undefined, writes: 0, declared: true });
      for (const parameter of node.parameters)
        if (parameter.type === "Identifier") declare(parameter, undefined);
    });
    depth--;
  }

  function each(nodes: readonly Node[]): void {
    for (const node of nodes) visit(node);
  }

  function visit(node: Node): void {
    switch (node.type) {
      case "LocalStatement": {
        each(node.init);
        const isPlain = node.init.length >= node.variables.length || node.init.length === 1;
        node.variables.forEach((name, at) =>
          declare(name, isPlain || at < node.init.length - 1 ? node.init[at] : undefined),
        );
        return;
      }
      case "AssignmentStatement":
        each(node.init);
        node.variables.forEach((target, at) => write(target, node.init[at]));
        return;
      case "FunctionDeclaration":
        if (node.isLocal && node.identifier?.type === "Identifier") declare(node.identifier, node);
        else if (node.identifier) write(node.identifier, node);
        enterFunction(node);
        return;
      case "ForGenericStatement":
        each(node.iterators);
        scoped(node.body, () =>
          node.variables.forEach((name, nth) => {
            const [walks] = node.iterators;
            declare(name, walks && node.iterators.length === 1 ? { walks, nth } : undefined);
          }),
        );
        return;
      case "ForNumericStatement":
        each([node.start, node.end, ...(node.step ? [node.step] : [])]);
        scoped(node.body, () => declare(node.variable, undefined));
        return;
      case "RepeatStatement":
        scoped([...node.body, node.condition]);
        return;
      case "WhileStatement":
        visit(node.condition);
        scoped(node.body);
        return;
      case "IfClause":
      case "ElseifClause":
        visit(node.condition);
        scoped(node.body);
        return;
      case "DoStatement":
      case "ElseClause":
        scoped(node.body);
        return;
      case "Identifier":
        find(node);
        return;
      case "MemberExpression":
        visit(node.base);
        note(node);
        return;
      case "TableKeyString":
        visit(node.value);
        return;
      case "CallExpression":
      case "TableCallExpression":
      case "StringCallExpression":
        visitBase(node.base);
        each(children(node).filter((child) => child !== node.base));
        return;
      case "IndexExpression":
        visitBase(node.base);
        visit(node.index);
        return;
      case "LabelStatement":
      case "GotoStatement":
        return;
      default:
        each(children(node));
    }
  }

  /** As {@link visit}, for what is called or indexed: that is no look whether it is there. */
  function visitBase(node: Node): void {
    if (node.type === "MemberExpression") visitBase(node.base);
    else visit(node);
  }

  function note(node: Node): void {
    const path = spelling(node);
    if (path !== undefined) readPaths.add(path);
  }

  scoped(chunk.body);
  return { variable: (identifier) => known.get(identifier), globalWrites, writtenFields, readPaths };
}
