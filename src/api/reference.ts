import type { DeclaredClass, FunctionItem, Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { classes, modules, type Module } from "./index.ts";

/**
 * The reference part of doc/lua.md, made from the declarations: a section for
 * each global table and each class. `npm run generate` writes it, and a test
 * fails when it is stale.
 */
export function renderReference(): string {
  return [...modules.map(moduleSection), ...classes.map(classSection)].join("\n");
}

function moduleSection({ name, doc, items }: Module): string {
  return section(
    name,
    doc,
    items.map((item) => itemRow(`${name}.`, item)),
  );
}

function classSection({ name, doc, methods, fields, unlisted }: DeclaredClass<Runtime>): string {
  if (unlisted) return `## Class ${name}\n\n${doc}\n`;
  const rows = [
    ...fields.map((field) => row(`.${field.name}`, `${field.doc} (${field.type})`, field.since)),
    ...methods.map((method) => itemRow(":", withoutSelf(method))),
  ];
  return section(`Class ${name}`, doc, rows);
}

function section(title: string, doc: string, rows: readonly string[]): string {
  return [`## ${title}`, "", doc, "", "| item | meaning | since |", "|---|---|---|", ...rows, ""].join("\n");
}

function itemRow(prefix: string, item: Item<Runtime>): string {
  if (item.kind === "constant")
    return row(`${prefix}${item.name}`, `${item.doc} (\`${item.value}\`)`, item.since);
  if (item.kind === "object") return row(`${prefix}${item.name}`, `${item.doc} (${item.type})`, item.since);
  return row(`${prefix}${item.name}(${parameters(item)})`, meaning(item), item.since);
}

function row(name: string, meaning: string, since: string): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|").trim();
  return `| \`${cell(name)}\` | ${cell(meaning)} | ${cell(since)} |`;
}

/** A method's own arguments: the object comes first in the declaration. */
function withoutSelf(method: FunctionItem<Runtime>): FunctionItem<Runtime> {
  return { ...method, args: method.args.slice(1) };
}

function parameters({ args, rest }: FunctionItem<Runtime>): string {
  const names = args.map(({ name, optional }) => (optional ? `[${name}]` : name));
  return [...names, ...(rest === undefined ? [] : ["..."])].join(", ");
}

const whereTexts: Record<FunctionItem<Runtime>["where"], string> = {
  anywhere: "",
  body: "Only while scripts load.",
  load: "Only in the main chunk of a script.",
  run: "Does nothing while scripts load.",
};

function meaning({ doc, args, rest, returns, where, yields }: FunctionItem<Runtime>): string {
  const details = args
    .filter((argument) => argument.doc !== "")
    .map(({ name, doc: text }) => `\`${name}\`: ${text}`);
  if (rest !== undefined) details.push(`\`...\`: ${rest}`);
  const gives = returns
    .map(({ type, doc: text }) => `\`${type}\`${text === "" ? "" : ` (${text})`}`)
    .join(", ");
  return [
    doc,
    details.length > 0 ? `${details.join("; ")}.` : "",
    gives === "" ? "" : `Gives ${gives}.`,
    yields ? "Waits." : "",
    whereTexts[where],
  ]
    .filter((text) => text !== "")
    .join(" ");
}
