import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** What the workers are made of. */
const SOURCES = [
  "src/shm",
  "src/errors.ts",
  "src/time.ts",
  "test/shm/support/atomics.ts",
  "test/shm/support/owners.ts",
  "test/shm/support/worker",
];

/**
 * Compiles the room and its test workers to plain JavaScript in `folder`, so
 * that hundreds of processes can start fast. Returns the path of a worker.
 */
export function compileWorkers(folder: string): (name: string) => string {
  for (const source of SOURCES) compile(path.join(root, source), path.join(folder, source));
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  return (name) => path.join(folder, "test/shm/support/worker", `${name}.js`);
}

function compile(from: string, to: string): void {
  if (fs.statSync(from).isDirectory()) {
    for (const name of fs.readdirSync(from)) compile(path.join(from, name), path.join(to, name));
    return;
  }
  const { outputText } = ts.transpileModule(fs.readFileSync(from, "utf8"), {
    fileName: from,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.writeFileSync(to.replace(/\.ts$/, ".js"), outputText);
}
