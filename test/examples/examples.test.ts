import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findHaproxy } from "../conformance/real-haproxy.ts";
import { exchange, freeLoopbackPorts, haluaCommand, Serving } from "../support/serving.ts";

/** The configurations of examples/, run as their first lines say. */
const folder = fileURLToPath(new URL("../../examples/", import.meta.url));

/** The others are tests for `halua test`, which has tests of its own. */
const ours = [
  ...["http-action", "http-service", "tcp-service", "fetch", "converter", "response-action", "tcp-action"],
  ...["filter", "tasks", "counters"],
];

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describe("examples", function () {
  this.timeout(60_000);

  let serving: Serving | undefined;
  let scratch: string;
  let port = 0;

  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), "halua-example-"));
  });
  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    rmSync(scratch, { recursive: true, force: true });
  });

  async function start(name: string, withOrigin = false): Promise<void> {
    const [PORT = 0, ORIGIN = 0] = await freeLoopbackPorts(2);
    port = PORT;
    serving = await Serving.start({
      command: haluaCommand,
      arguments: ["-db", "-f", path.join(folder, `${name}.cfg`)],
      env: { PORT: String(PORT), ORIGIN: String(ORIGIN), MAP: path.join(scratch, "map") },
      ports: withOrigin ? [PORT, ORIGIN] : [PORT],
    });
  }

  function ask(target: string, { method = "GET", headers = {}, body = "" }: Asking = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port, path: target, method, headers, agent: false };
      const request = http.request(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      request.on("error", reject).end(body);
    });
  }

  function talk(text: string): Promise<string> {
    return exchange({ host: "127.0.0.1", port }, text);
  }

  it("http-action: lets known keys in, and tells the rules behind who it is", async () => {
    await start("http-action");
    const alice = await ask("/", { headers: { "x-api-key": "k-alice", "x-plan": "forged" } });
    assert.deepEqual([alice.status, alice.body], [200, "hello alice, plan gold\n"]);
    assert.equal((await ask("/", { headers: { "x-plan": "gold" } })).status, 401);
  });

  it("http-service: counts what is posted", async () => {
    await start("http-service");
    assert.equal((await ask("/count", { method: "POST", body: "one two  three" })).body, "3\n");
    const verbose = await ask("/count?verbose", { method: "POST", body: "one two" });
    assert.equal(verbose.body, "2 words, 7 bytes\n");
    assert.equal((await ask("/")).status, 404);
  });

  it("tcp-service: keeps what one connection sets for another", async () => {
    await start("tcp-service");
    assert.equal(await talk("set a some text\r\nbad\nquit\n"), "ok\nunknown command\n");
    assert.equal(await talk("get a\nget b\nquit\n"), "some text\nno such key\n");
  });

  it("fetch: gives a session the same bucket each time", async () => {
    await start("fetch");
    const answers = await Promise.all(
      ["a", "a", "b", "f"].map((session) => ask("/", { headers: { cookie: `session=${session}` } })),
    );
    const seen = answers.map(({ headers, body }) => [headers["x-bucket"], body]);
    assert.deepEqual(seen, [
      ["7", "experiment\n"],
      ["7", "experiment\n"],
      ["8", "experiment\n"],
      ["2", "control\n"],
    ]);
  });

  it("converter: hides all but the end", async () => {
    await start("converter");
    assert.equal((await ask("/?card=4111111111111234")).body, "card ************1234\n");
    assert.equal((await ask("/?card=12")).body, "card 12\n");
  });

  it("response-action: completes what the server answers", async () => {
    await start("response-action", true);
    const missing = await ask("/missing");
    assert.deepEqual([missing.status, missing.headers["cache-control"]], [410, "no-store"]);
    const page = await ask("/");
    assert.deepEqual([page.status, page.headers["cache-control"], page.body], [200, "private", "a page"]);
    assert.equal(page.headers.server, undefined);
  });

  it("tcp-action: lets in who begins with the password", async () => {
    await start("tcp-action");
    assert.equal(await talk("password sesame\nhello\n"), "welcome, you said hello\n");
    assert.equal(await talk("password wrong\nhello\n"), "");
  });

  it("filter: changes the payload on its way", async () => {
    await start("filter", true);
    const { headers, body } = await ask("/");
    assert.deepEqual([headers["x-filter"], body], ["shout", "A QUIET PAGE"]);
  });

  it("tasks: answers with what the task has found", async () => {
    await start("tasks", true);
    for (;;) {
      const { status, body } = await ask("/");
      if (status === 503) continue;
      assert.deepEqual([status, body], [200, "closed on sundays\n"]);
      break;
    }
  });

  it("counters: counts in the process's slot", async () => {
    await start("counters");
    for (const target of ["/orders", "/orders", "/other"]) await ask(target);
    assert.equal((await ask("/figures")).body, "all processes: 2\nslot 0: 2\n");
  });

  it("tests all that are there", () => {
    const names = readdirSync(folder)
      .filter((name) => name.endsWith(".cfg") && !name.startsWith("auth-"))
      .map((name) => name.slice(0, -".cfg".length));
    assert.deepEqual(names.sort(), [...ours].sort());
  });

  const haproxy = findHaproxy("haproxy");
  for (const name of ours) {
    // The shared statistics file came with HAProxy 3.3.
    if (name === "counters") continue;
    if (!haproxy) it.skip(`${name}: HAProxy takes it (no haproxy in the path)`);
    else {
      it(`${name}: HAProxy ${haproxy.version} takes it`, () => {
        const args = ["-c", "-f", path.join(folder, `${name}.cfg`)];
        const { status, stderr } = spawnSync(haproxy.path, args, { encoding: "utf8" });
        assert.equal(status, 0, stderr);
      });
    }
  }
});
