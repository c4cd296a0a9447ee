import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { renderEditorDefinitions } from "../../src/api/editor-definitions.ts";
import { renderLuaManual } from "../../src/cli/generate.ts";
import { renderTestDefinitions } from "../../src/lab/test/editor-definitions.ts";
import { Scratch } from "../shm/support/scratch.ts";
import { Halua, halua } from "../support/command.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (name: string): string => fs.readFileSync(path.join(root, name), "utf8");

const pages = ["README.md", "CONTRIBUTING.md", ...markdownBelow("doc")];

function markdownBelow(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    return entry.isDirectory() ? markdownBelow(name) : name.endsWith(".md") ? [name] : [];
  });
}

/** The fenced blocks of one language. */
function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);
}

/** The commands of a page's shell blocks, without what explains them. */
function commands(page: string): string[] {
  return blocks(page, "sh")
    .flatMap((block) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}

describe("the manual", () => {
  it("has its generated parts made from the declarations as they are (npm run generate)", () => {
    assert.equal(read("doc/lua.md"), renderLuaManual(read("doc/lua.md")));
    for (const [name, text] of renderEditorDefinitions()) assert.equal(read(`lua/meta/${name}`), text, name);
    assert.equal(read("lua/meta/test.lua"), renderTestDefinitions());
  });

  it("links only to pages that exist", () => {
    for (const page of pages) {
      for (const [, target = ""] of read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
        const file = path.join(root, path.dirname(page), target);
        assert.ok(fs.existsSync(file), `${page}: ${target}`);
      }
    }
  });

  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    for (const page of pages) {
      for (const [, name = ""] of read(page).matchAll(/npm run ([\w:]+)/g))
        assert.ok(scripts[name], `${page}: ${name}`);
    }
  });
});

describe("the commands of the manual", () => {
  const scratch = new Scratch();

  before(() => {
    const map = scratch.open({ access: "member", create: true });
    map.object({ guid: "web", type: "frontend" }).add("stot", 1);
    map.startHeartbeat();
    fs.copyFileSync(path.join(root, "examples/health.lua"), scratch.file("health.lua"));
    // Scripts shown in a page begin with their name: `-- slots.lua: ...`.
    for (const block of pages.flatMap((page) => blocks(page, "lua"))) {
      const [, name] = /^-- (\w+\.lua)\b/.exec(block) ?? [];
      if (name !== undefined) fs.writeFileSync(scratch.file(name), block);
    }
  });

  after(() => scratch.clean());

  /** Projects and tests belong to the folder in which they are: `halua init` has made it. */
  function folderFor([command]: readonly string[]): string | undefined {
    if (command !== "init" && command !== "test") return undefined;
    const folder = scratch.file("project");
    fs.mkdirSync(folder, { recursive: true });
    const example = scratch.file("hello_test.lua");
    if (command === "test") fs.copyFileSync(example, path.join(folder, "hello_test.lua"));
    return folder;
  }

  for (const page of pages) {
    for (const command of commands(page)) {
      const [program, ...words] = command.split(/\s+/);
      if (program !== "halua") continue;
      it(`${page}: ${command}`, async () => {
        const args = words.map((word) =>
          word === "/run/haproxy/stats.shm"
            ? scratch.file()
            : word.endsWith(".lua")
              ? scratch.file(word)
              : word,
        );
        if (args[0] === "run" && !args.includes("--for")) args.push("--for", "300ms");
        const { status, stderr, stdout } = await new Halua(args, {}, folderFor(args)).finished;
        assert.equal(status, 0, stderr + stdout);
      });
    }
  }
});

describe("every command's help", () => {
  for (const name of ["run", "check", "test", "init", "slots", "stats", "doctor", "demo"]) {
    it(`shows examples: ${name}`, async () => {
      const { status, stdout } = await halua(name, "--help");
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`Examples:\\n +halua ${name}`));
    });
  }
});
