import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { renderEditorDefinitions } from "../api/editor-definitions.ts";
import { renderReference } from "../api/reference.ts";
import { renderConfigurationManual } from "../config/index.ts";
import { renderTestDefinitions } from "../lab/test/editor-definitions.ts";
import { renderSampleManual } from "../samples/index.ts";

/**
 * Writes what is made from declarations: the reference in doc/lua.md,
 * doc/configuration.md and lua/meta/*.lua. `npm run generate` runs it; tests
 * fail when somebody forgot.
 */
const root = new URL("../../", import.meta.url);

/** Where the generated part of doc/lua.md begins; all below it is replaced. */
export const referenceMark = "<!-- From here on made from the declarations by `npm run generate`. -->";

/** doc/lua.md with its reference made anew. */
export function renderLuaManual(current: string): string {
  const [written = ""] = current.split(referenceMark);
  return `${written.trimEnd()}\n\n${referenceMark}\n\n${renderReference()}`;
}

/** doc/configuration.md: sections and keywords, then fetches and converters. */
export function renderConfiguration(): string {
  return `${renderConfigurationManual().trimEnd()}\n\n${renderSampleManual()}`;
}

function generate(): void {
  const manual = new URL("doc/lua.md", root);
  writeFileSync(manual, renderLuaManual(readFileSync(manual, "utf8")));
  writeFileSync(new URL("doc/configuration.md", root), renderConfiguration());
  const folder = new URL("lua/meta/", root);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of renderEditorDefinitions()) writeFileSync(new URL(name, folder), text);
  writeFileSync(new URL("test.lua", folder), renderTestDefinitions());
}

if (process.argv[1] === new URL(import.meta.url).pathname) generate();
