import { readFileSync } from "node:fs";
import { checkBlocking } from "./blocking.ts";
import { checkContexts } from "./contexts.ts";
import { nearestItem } from "./declarations.ts";
import { DryHost, type DryRun } from "./dry-host.ts";
import { inOrder, type Finding, type Remark } from "./finding.ts";
import { checkItems } from "./items.ts";
import { Script } from "./script.ts";
import { callArguments, isCall, parse, scriptText, stands, walk, type Node } from "./syntax.ts";

/**
 * Everything that can be said of scripts without running what they register:
 * their main chunks are run in a host that touches nothing, in the order given
 * and in one Lua state, as with several `lua-load` lines; and their texts are
 * judged by the declarations of what they call.
 */
export function checkScripts(files: readonly string[]): Finding[] {
  const host = new DryHost();
  try {
    return files.flatMap((file) => inOrder(checkOne(host, file).map((each) => ({ file, ...each }))));
  } finally {
    host.close();
  }
}

function checkOne(host: DryHost, file: string): Remark[] {
  let text: string;
  try {
    text = scriptText(readFileSync(file));
  } catch (error) {
    return [remark(1, "load", error instanceof Error ? error.message : String(error))];
  }
  const syntax = host.syntaxError(text);
  if (syntax !== undefined) {
    const [, line = "1", message = syntax] = /^script:(\d+): (.*)$/s.exec(syntax) ?? [];
    return [remark(Number(line), "syntax", message)];
  }
  const chunk = parse(text);
  const script = chunk && new Script(chunk);
  const run = host.run(file);
  const remarks = script
    ? [
        ...expected(script, checkItems(script, text, host.probe)),
        ...checkContexts(script, host.globals()),
        ...checkBlocking(script),
      ]
    : [advice(1, "this text is beyond the parser: only its main chunk was tried")];
  return [...remarks, ...judgeRun(file, run, remarks)];
}

/** In a function that pcall is given, an error may be what the script wants to see: there it is only a warning. */
function expected(script: Script, remarks: readonly Remark[]): Remark[] {
  const guarded: Node[] = [];
  walk(script.chunk, (node) => {
    if (!isCall(node)) return undefined;
    if (script.isBuiltin(node.base, "pcall") || script.isBuiltin(node.base, "xpcall"))
      guarded.push(...callArguments(node).filter(({ type }) => type === "FunctionDeclaration"));
    return undefined;
  });
  return remarks.map((each) =>
    guarded.some((node) => stands(each, node)) ? { ...each, severity: "warning" } : each,
  );
}

/** What the run of the main chunk adds to what its text told. */
function judgeRun(file: string, run: DryRun, known: readonly Remark[]): Remark[] {
  const { error, refused, missing } = run;
  if (error === undefined) return [];
  const [, source = "", number = "1", rest = error] = /^([^\n]*?):(\d+): (.*)$/s.exec(error) ?? [];
  const isOurs = source === file || (source.startsWith("...") && file.endsWith(source.slice(3)));
  const line = isOurs ? Number(number) : 1;
  const message = ((isOurs ? rest : error).split("\n")[0] ?? "").replace(/:$/, "");
  if (refused.length > 0)
    return [advice(line, `the main chunk was not run further: it needs ${[...new Set(refused)].join(", ")}`)];
  if (known.some((each) => each.line === line && each.severity === "error")) return [];
  if (missing?.line === line && message.startsWith("attempt to call a nil value"))
    return [
      remark(line, "unknown-item", `unknown item '${missing.module}.${missing.name}'${hint(missing.name)}`),
    ];
  const [, name] = /^attempt to call a nil value \((?:method|field) '([^']+)'\)/.exec(message) ?? [];
  return [remark(line, "load", `the main chunk fails: ${message}${name === undefined ? "" : hint(name)}`)];
}

function hint(name: string): string {
  const nearest = nearestItem(name);
  return nearest === undefined || nearest === name ? "" : `; did you mean '${nearest}'?`;
}

function remark(line: number, rule: Remark["rule"], message: string): Remark {
  return { line, column: 1, severity: "error", rule, message };
}

function advice(line: number, message: string): Remark {
  return { line, column: 1, severity: "warning", rule: "not-judged", message };
}
