import type { Argument, DeclaredClass, FunctionItem, Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { classes, modules, type Module } from "./index.ts";

/**
 * Definitions for editors (the language server LuaLS), made from the
 * declarations: one file for each global table, one for the classes. By file
 * name, as they lie under lua/meta/. `npm run generate` writes them.
 */
export function renderEditorDefinitions(): Map<string, string> {
  const files = new Map(modules.map((module) => [`${module.name}.lua`, moduleFile(module)]));
  files.set("classes.lua", ["---@meta", ...classes.map(classText)].join("\n\n") + "\n");
  return files;
}

function moduleFile({ name, doc, items }: Module): string {
  const head = ["---@meta", "", comment(doc), `${name} = {}`].join("\n");
  return [head, ...items.map((item) => itemText(name, item))].join("\n\n") + "\n";
}

function itemText(module: string, item: Item<Runtime>): string {
  if (item.kind === "constant") {
    const value = typeof item.value === "string" ? JSON.stringify(item.value) : String(item.value);
    return `${comment(`${item.doc} (since ${item.since})`)}\n${module}.${item.name} = ${value}`;
  }
  if (item.kind === "object") {
    return `${comment(`${item.doc} (since ${item.since})`)}\n---@type ${item.type}\n${module}.${item.name} = nil`;
  }
  return functionText(`${module}.`, item, item.args);
}

/** A class as the language server wants it. */
export function classText({ name, doc, methods, fields }: DeclaredClass<Runtime>): string {
  const head = [
    comment(doc),
    `---@class ${name}`,
    ...fields.map((field) => `---@field ${field.name} ${field.type} ${field.doc}`),
    `local ${name} = {}`,
  ].join("\n");
  // The object is what stands before the colon.
  return [head, ...methods.map((method) => functionText(`${name}:`, method, method.args.slice(1)))].join(
    "\n\n",
  );
}

function functionText(
  prefix: string,
  item: FunctionItem<Runtime>,
  args: readonly Argument<unknown>[],
): string {
  const names = [...args.map(({ name }) => name), ...(item.rest === undefined ? [] : ["..."])];
  return [
    comment(`${item.doc} (since ${item.since})`),
    ...args.map(({ name, type, doc, optional }) =>
      `---@param ${name}${optional ? "?" : ""} ${type} ${doc}`.trimEnd(),
    ),
    ...(item.rest === undefined ? [] : [`---@param ... any ${item.rest}`]),
    ...item.returns.map(({ type, doc }) => `---@return ${type}${doc === "" ? "" : ` # ${doc}`}`),
    ...(item.yields ? ["---@async"] : []),
    `function ${prefix}${luaName(item.name)}(${names.join(", ")}) end`,
  ].join("\n");
}

/** A Lua keyword cannot be a name after a dot in a definition; editors know such an item by index only. */
function luaName(name: string): string {
  return name === "end" || name === "and" || name === "or" || name === "not" ? `${name}_` : name;
}

function comment(text: string): string {
  return text
    .split("\n")
    .map((line) => `--- ${line}`.trimEnd())
    .join("\n");
}
