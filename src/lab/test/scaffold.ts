import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { HaluaError } from "../../errors.ts";

/** halua's definitions for editors. */
const editorDefinitions = fileURLToPath(new URL("../../../lua/meta", import.meta.url));

/** What a new project begins with, by file name. */
function starters(): Record<string, string> {
  return {
    "greeting.lua": script,
    "haproxy.cfg": configuration,
    "greeting_test.lua": test,
    ".luarc.json": `${JSON.stringify(
      {
        "runtime.version": "Lua 5.3",
        "workspace.library": [editorDefinitions],
        "workspace.checkThirdParty": false,
      },
      undefined,
      2,
    )}\n`,
    ".github/workflows/test.yml": workflow,
  };
}

/** Puts a small project into a folder; gives which files were written, and which were there and stay as they are. */
export function scaffold(folder: string): { written: string[]; kept: string[] } {
  const written: string[] = [];
  const kept: string[] = [];
  for (const [name, text] of Object.entries(starters())) {
    const file = path.join(folder, name);
    if (existsSync(file)) {
      kept.push(name);
      continue;
    }
    try {
      makeFolder(path.dirname(path.resolve(file)));
      writeFileSync(file, text, { flag: "wx" });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new HaluaError("E_USAGE", `cannot write '${file}' (${code ?? message}): name another folder`, {
        cause: error,
      });
    }
    written.push(name);
  }
  return { written, kept };
}

/** With all above it; Node's own way never ends where the system says that a parent is not there, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

const script = `-- Greets those who come by name, and counts them.
local greeted = 0

core.register_action("greet", { "http-req" }, function(txn)
  local name = txn.sf:url_param("name")
  if name == "" then return end
  greeted = greeted + 1
  txn:set_var("txn.greeting", "hello " .. name)
end)

core.register_fetches("greeted", function() return greeted end)
`;

const configuration = `global
    tune.lua.bool-sample-conversion normal
    lua-load greeting.lua

defaults
    mode http
    timeout client 10s
    timeout server 10s
    timeout connect 2s

frontend web
    bind 127.0.0.1:8080
    http-request lua.greet
    http-request return status 200 content-type text/plain lf-string "%[var(txn.greeting)]" if { var(txn.greeting) -m found }
    default_backend app

backend app
    server app1 127.0.0.1:8000
`;

const test = `local test = require "halua.test"

describe("greeting", function()
  local host
  before_each(function() host = test.load("greeting.lua", { config = "haproxy.cfg" }) end)

  it("greets by name", function()
    local response = host:request { path = "/?name=ada" }
    assert.are.equal(200, response.status)
    assert.are.equal("hello ada", response.body)
    assert.are.equal(1, host:fetch("greeted"))
  end)

  it("sends all others to the application", function()
    host:backend("app", function(request) return { body = "you asked for " .. request.path } end)
    assert.are.equal("you asked for /", host:request({ path = "/" }).body)
    assert.are.equal(0, host:fetch("greeted"))
  end)
end)
`;

const workflow = `on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm install --global halua
      - run: halua check *.lua
      - run: halua test --coverage
`;
