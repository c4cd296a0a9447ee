import { hasContext, yieldingContexts, type Context, type Execution } from "../../lua/index.ts";
import type { Remark } from "./finding.ts";
import type { Script } from "./script.ts";
import {
  callArguments,
  calledName,
  children,
  isCall,
  position,
  walk,
  type Call,
  type FunctionNode,
  type Identifier,
  type Node,
} from "./syntax.ts";

/** A function that runs in a context for certain: registered for it, or called by one that is. */
interface Reached {
  readonly fn: FunctionNode;
  readonly context: Context;
  /** The line where it was registered. */
  readonly line: number;
}

/**
 * What is called where it cannot work, and globals that registered functions
 * write. Functions are followed from where they are registered to those they
 * call, as far as their names can mean nothing else.
 */
export function checkContexts(script: Script, globals: ReadonlySet<string>): Remark[] {
  const remarks: Remark[] = [];
  const writes = new Map(script.scopes.globalWrites.map(({ node, variable }) => [node, variable]));
  const reached: Reached[] = registered(script);
  const seen = new Map<FunctionNode, Set<Context>>();
  const follow = (nodes: readonly Node[], context: Context, line: number | undefined): void => {
    for (const node of nodes) {
      walkRun(script, node, (each) => {
        if (isCall(each)) {
          remarks.push(...judge(script, each, context, line));
          for (const fn of calledBy(script, each)) reached.push({ fn, context, line: line ?? 0 });
        }
        const variable = each.type === "Identifier" ? writes.get(each) : undefined;
        if (variable && line !== undefined && line > 0 && !variable.declared && !globals.has(variable.name))
          remarks.push(globalWrite(each as Identifier, context));
      });
    }
  };
  follow(script.chunk.body, "body", undefined);
  for (const { fn, context, line } of reached) {
    const contexts = seen.get(fn) ?? new Set();
    seen.set(fn, contexts);
    if (contexts.has(context)) continue;
    contexts.add(context);
    follow(fn.body, context, context === "body" ? undefined : line);
  }
  return remarks;
}

/** The functions that are registered to be called later. */
function registered(script: Script): Reached[] {
  const found: Reached[] = [];
  walk(script.chunk, (node) => {
    if (!isCall(node)) return undefined;
    const called = script.itemOf(node);
    const written = callArguments(node);
    for (const [at, { calledIn }] of called?.args.entries() ?? []) {
      if (calledIn === undefined) continue;
      const fn = script.functionOf(written[at]);
      if (fn) found.push({ fn, context: calledIn, line: position(node).line });
    }
    return undefined;
  });
  return found;
}

/** Visits what runs when `node` does: not the functions that are only made there. */
function walkRun(script: Script, node: Node, visit: (node: Node) => void): void {
  if (node.type === "FunctionDeclaration") {
    if (node.identifier && !node.isLocal) visit(node.identifier);
    return;
  }
  visit(node);
  for (const child of children(node)) walkRun(script, child, visit);
}

/** The functions that a call runs: the one it names, and what pcall and xpcall are given. */
function calledBy(script: Script, call: Call): FunctionNode[] {
  const [first, second] = callArguments(call);
  const found = [script.functionOf(call.base)];
  if (script.isBuiltin(call.base, "pcall")) found.push(script.functionOf(first));
  if (script.isBuiltin(call.base, "xpcall")) found.push(script.functionOf(first), script.functionOf(second));
  return found.filter((fn) => fn !== undefined);
}

function judge(script: Script, call: Call, context: Context, line: number | undefined): Remark[] {
  const called = script.itemOf(call);
  if (!called) return [];
  const { item } = called;
  const name = calledName(call);
  const why = line === undefined || line === 0 ? "" : ` (registered in line ${line})`;
  const remark = (severity: Remark["severity"], message: string): Remark[] => [
    { ...position(call), severity, rule: "context", message: `${name}: ${message}${why}` },
  ];
  const runs = hasContext({ context } as Execution<unknown>);
  if (item.where === "body" && runs)
    return remark("error", `not available in ${titles[context]}, only while scripts load`);
  if (item.where === "load" && context !== "body")
    return remark("error", `not available in ${titles[context]}, only in the main chunk of a script`);
  if (item.where === "run" && !runs)
    return remark("error", `does nothing, and gives nothing, in ${titles[context]}`);
  if (!item.yields || yieldingContexts.has(context)) return [];
  return runs
    ? remark("error", `waits, which ${titles[context]} cannot`)
    : remark("warning", `does not wait in ${titles[context]}`);
}

function globalWrite(node: Identifier, context: Context): Remark {
  return {
    ...position(node),
    severity: "warning",
    rule: "global-write",
    message: `global '${node.name}' is written in ${titles[context]} and declared nowhere; make it local, or declare it in the main chunk`,
  };
}

const titles: Record<Context, string> = {
  body: "the main chunk",
  init: "an init function",
  none: "a coroutine of the script's own",
  task: "a task",
  event: "an event handler",
  heartbeat: "a heartbeat function",
  "final action": "an action that cannot wait",
  action: "an action",
  fetch: "a sample fetch",
  converter: "a converter",
  service: "a service",
  cli: "a command of the command socket",
  filter: "a filter",
};
