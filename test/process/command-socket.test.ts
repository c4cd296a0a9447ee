import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { attachProxies } from "../../src/api/core-proxies.ts";
import { CommandSocket } from "../../src/process/command-socket/index.ts";
import type { DeclaredProxies } from "../../src/proxy/model/index.ts";
import { systemTime } from "../../src/time.ts";
import { declareProxies } from "../proxy/support/declare.ts";
import { haproxyProgram, LiveHaproxy } from "../proxy/support/live-haproxy.ts";
import { load, type Script } from "../support/script.ts";

/** One connection: sends `text`, closes its side, and gives all that came until the other closed. */
async function talk(socket: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const connection = net.createConnection({ path: socket }, () => connection.end(text));
    connection.setEncoding("latin1");
    connection.on("data", (piece: string) => (answer += piece));
    connection.on("error", reject);
    connection.on("close", () => resolve(answer));
  });
}

const script = `
  core.register_cli({ "args" }, "args : shows its words", function(applet, ...)
    applet:send(table.concat({ select("#", ...), ... }, "|") .. "\\n")
    return "ignored"
  end)
  core.register_cli({ "two", "words" }, "two words : sleeps", function(a) a:send("a") core.msleep(5) a:send("b\\n") end)
  core.register_cli({ "w1", "w2", "w3", "w4" }, "four", function(a) a:send("four\\n") end)
  core.register_cli({ "v1", "v2", "v3", "v4", "v5" }, "five", function(a) a:send("five\\n") end)
  core.register_cli({ "lines" }, "lines : reads two", function(a)
    for _ = 1, 2 do a:send("got " .. a:getline()) end
    a:send("rest " .. a:receive() .. " " .. #a:getline() .. "\\n")
  end)
  core.register_cli({ "bytes" }, "", function(a)
    a:send(a:receive(3) .. "," .. a:receive(2) .. "," .. tostring(a:receive(5, 10)) .. "\\n")
  end)
  core.register_cli({ "fails" }, "", function(a) a:send("before\\n") error("boom") end)
  core.register_cli({ "hangs" }, "", function(a) a:send("x\\n") while true do end end)
  core.register_cli({ "much" }, "", function(a) for i = 1, 20000 do a:send("line " .. i .. "\\n") end end)
  core.register_cli({ "drain", "all" }, "", function(a) for n, s in pairs(core.backends.app.servers) do s:set_drain() a:send(n .. "\\n") end end)
`;

describe("the command socket", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cs"));
  const file = path.join(folder, "s");
  let running: Script;
  let proxies: DeclaredProxies;
  let socket: CommandSocket;

  beforeEach(async () => {
    running = load(script, { time: systemTime, limits: { session: 500, forcedYield: 1000 } });
    const { runtime } = running;
    proxies = declareProxies([
      { name: "web", capability: "frontend", listeners: ["b1"], socketStats: true },
      {
        name: "app",
        servers: [
          { name: "s1", weight: 50, check: { rise: 2, fall: 3 } },
          { name: "s2", backup: true },
        ],
      },
      { name: "fixed", servers: ["f1"], dynamicWeights: false, algorithm: "source" },
    ]);
    attachProxies(runtime, proxies);
    runtime.start();
    socket = await CommandSocket.open(file, { runtime, proxies });
  });
  afterEach(async () => {
    await socket.close();
    running.runtime.close();
    assert.equal(fs.existsSync(file), false, "the file goes with the socket");
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  it("belongs to its user alone", () => {
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  });

  it("answers one line and closes", async () => {
    assert.equal(await talk(file, "get weight app/s1\nget weight app/s2\n"), "50 (initial 50)\n\n");
  });

  it("tells of the process: its environment, variables, sockets", async () => {
    process.env.HALUA_TEST_VARIABLE = "a value";
    assert.equal(await talk(file, "show env HALUA_TEST_VARIABLE\n"), "HALUA_TEST_VARIABLE=a value\n\n");
    assert.match(await talk(file, "show env\n"), /^HALUA_TEST_VARIABLE=a value$/m);
    delete process.env.HALUA_TEST_VARIABLE;
    assert.equal(await talk(file, "show env HALUA_TEST_VARIABLE\n"), "Variable not found\n\n");
    const { procVariables } = running.runtime;
    procVariables.set("proc.text", "a\tb");
    procVariables.set("proc.number", -42);
    procVariables.set("proc.truth", true);
    procVariables.set("proc.bytes", "\u0001z", false, { type: "bin", value: "\u0001z" });
    assert.equal(
      await talk(file, "get var proc.text; get var proc.number; get var proc.truth; get var proc.bytes\n"),
      "proc.text: type=str value=<a.b>\n\nproc.number: type=sint value=<-42>\n\n" +
        "proc.truth: type=bool value=<1>\n\nproc.bytes: type=bin value=<.z>\n\n",
    );
    assert.equal(
      await talk(file, "get var; get var proc.none\n"),
      "Missing process-wide variable identifier.\n\nVariable not found.\n\n",
    );
    assert.equal(
      await talk(file, "show cli sockets\n"),
      `# socket lvl processes\nunix@${file} admin all\n\n`,
    );
  });

  it("finds a command of four words, and as HAProxy none of five", async () => {
    assert.equal(await talk(file, "w1 w2 w3 w4 x\n"), "four\n\n");
    assert.match(await talk(file, "v1 v2 v3 v4 v5\n"), /^Unknown command: 'v1'/);
  });

  it("takes rights away, and gives none back", async () => {
    assert.equal(
      await talk(
        file,
        "show cli level; operator; show cli level; disable server app/s1; user; show cli level\n",
      ),
      "admin\n\n\noperator\n\nPermission denied\n\n\nuser\n\n",
    );
    assert.equal(
      await talk(file, "user; operator; show env HOME; get var proc.x; show cli sockets; wait 1\n"),
      `\n${"Permission denied\n\n".repeat(5)}`,
    );
  });

  it("waits as long as it is told", async () => {
    assert.equal(
      await talk(file, "wait; wait x; wait 0\n"),
      "Expects a duration in milliseconds.\n\nInvalid duration.\n\nInvalid duration.\n\n",
    );
    assert.match(await talk(file, "wait -h\n"), /^Usage: wait /);
    const connection = net.createConnection({ path: file });
    connection.write("wait 20; echo after\n");
    let answer = "";
    connection.setEncoding("latin1").on("data", (piece: string) => (answer += piece));
    await new Promise((resolve) => connection.once("close", resolve));
    assert.equal(answer, "\nafter\n\n");
    assert.equal(await talk(file, "wait 1h\n"), "Interrupted.\n\n");
  });

  it("lists the connections of servers", async () => {
    assert.equal(
      await talk(file, "show servers conn app\n"),
      "# bkname/svname bkid/svid addr port - purge_delay served used_cur used_max need_est idle_sess unsafe_nb safe_nb idle_lim idle_cur idle_per_thr[1]\n" +
        "app/s1 3/1 127.0.0.1 81 - 5000 0 0 0 0 0 0 0 -1 0 0\napp/s2 3/2 127.0.0.1 82 - 5000 0 0 0 0 0 0 0 -1 0 0\n\n",
    );
    assert.equal(await talk(file, "show servers conn nope\n"), "Can't find backend.\n\n");
  });

  it("runs the commands between semicolons", async () => {
    assert.equal(
      await talk(file, "get weight app/s1;echo a\\;b; echo c\n"),
      "50 (initial 50)\n\na;b\n\nc\n\n",
    );
  });

  it("answers line after line once asked to prompt", async () => {
    assert.equal(
      await talk(file, "prompt\nget weight app/s1\n\necho x;echo y\nquit\necho never\n"),
      "\n> 50 (initial 50)\n\n> \n> x\n\ny\n\n> ",
    );
    assert.equal(await talk(file, "prompt i\necho x\nprompt n\necho never\n"), "\nx\n\n\n");
  });

  it("gives words to the script's function as they were written", async () => {
    assert.equal(
      await talk(file, 'args a  b\t"c d" e\\ f g\\\\h i\\;j\n'),
      '8|args|a|b|"c|d"|e f|g\\h|i;j\n\n',
    );
  });

  it("lets a command sleep, read what follows, and send much", async () => {
    assert.equal(await talk(file, "two words\n"), "ab\n\n");
    assert.equal(await talk(file, "lines\nfirst\nsecond\nthird"), "got first\ngot second\nrest third 0\n\n");
    assert.equal(await talk(file, "bytes\nabcdefg"), "abc,de,fg\n\n");
    const much = await talk(file, "much\n");
    assert.equal(much.split("\n").length, 20_002);
    assert.ok(much.endsWith("line 20000\n\n"));
  });

  it("loses what came for a receive whose time is over", async () => {
    const connection = net.createConnection({ path: file });
    connection.setEncoding("latin1");
    connection.write("bytes\nabcde12");
    let answer = "";
    for await (const piece of connection) answer += String(piece);
    assert.equal(answer, "abc,de,nil\n\n");
  });

  it("logs what goes wrong in HAProxy's words; what was sent stays", async () => {
    assert.equal(await talk(file, "fails\n"), "before\n\n");
    assert.equal(await talk(file, "hangs;echo on\n"), "x\n\non\n\n");
    assert.equal(running.logged.length, 2);
    assert.match(
      running.logged[0]!,
      /^\[ALERT\] Lua cli '<lua\.cli\.fails>': \[state-id 0\] runtime error: script:\d+: boom from /,
    );
    assert.equal(running.logged[1], "[ALERT] Lua cli '<lua.cli.hangs>': execution timeout.");
  });

  it("names what an unknown command may have meant", async () => {
    const answer = await talk(file, "get wieght\n");
    assert.equal(
      answer,
      [
        "Unknown command: 'get', but maybe one of the following ones is a better match:",
        "  get weight <bk>/<srv>                   : report a server's current weight",
        "  help [<command>]                        : list matching or all commands",
        "  prompt [help | n | i | p | timed ]*     : toggle interactive mode with prompt",
        "  quit                                    : disconnect",
        "",
        "",
      ].join("\n"),
    );
    const help = await talk(file, "help\n");
    assert.match(help, /^The following commands are valid at this level:\n/);
    assert.match(help, /\n {2}args : shows its words\n/);
    assert.match(help, /\n {2}show slots \[json\] /);
  });

  it("changes servers, and says why not", async () => {
    const expected: [line: string, answer: string][] = [
      ["set server app/s1 weight 25%", ""],
      ["get weight app/s1", "12 (initial 50)\n"],
      [
        "set server fixed/f1 weight 7",
        "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.\n",
      ],
      ["set server app/s1 state drain", ""],
      ["set server app/s1 state up", "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n"],
      ["set server app/s1 agent up", "agent checks are not enabled on this server.\n"],
      [
        "set server app/s2 addr 127.0.0.9 port 7",
        "IP changed from '127.0.0.1' to '127.0.0.9', port changed from '82' to '7' by 'stats socket command'\n",
      ],
      ["set maxconn server app/s1 9", ""],
      ["disable server app/s2", ""],
    ];
    for (const [line, answer] of expected) assert.equal(await talk(file, `${line}\n`), `${answer}\n`, line);
    assert.equal(
      (await talk(file, "show servers state app\n"))
        .split("\n")
        .slice(2, 4)
        .map((line) => line.replace(/^((?:\S+ ){9})\S+ /, "$1AGO "))
        .join("\n"),
      "3 app 1 s1 127.0.0.1 2 8 12 50 AGO 1 0 2 6 0 0 0 - 81 - 0 0 - - 0\n" +
        "3 app 2 s2 127.0.0.9 0 1 1 1 AGO 1 0 0 0 0 0 0 - 7 - 0 0 - - 0",
    );
    assert.equal(await talk(file, "drain all\n"), "s1\ns2\n\n");
    assert.equal(proxies.all[1]?.servers[1]?.admin, 8);
  });

  it("pauses, resumes and stops frontends", async () => {
    const status = async (): Promise<string | undefined> =>
      (await talk(file, "show stat web 1 -1\n")).split("\n")[1]?.split(",")[17];
    assert.equal(
      await talk(file, "disable frontend web;disable frontend web\n"),
      "\nAll sockets are already disabled.\n\n",
    );
    assert.equal(await status(), "PAUSED");
    await talk(file, "enable frontend web\n");
    assert.equal(await status(), "OPEN");
    assert.equal(
      await talk(file, "shutdown frontend web;shutdown frontend web\n"),
      "\nFrontend was already shut down.\n\n",
    );
    assert.equal(await status(), "STOP");
  });

  it("shows statistics as CSV, typed and JSON alike", async () => {
    const [head = "", ...rows] = (await talk(file, "show stat\n")).trim().split("\n");
    const names = head.replace("# ", "").split(",");
    const csv = rows.map((row) => row.split(","));
    assert.deepEqual(
      csv.map(([px, sv]) => `${px ?? ""}/${sv ?? ""}`),
      ["web/FRONTEND", "web/b1", "app/s1", "app/s2", "app/BACKEND", "fixed/f1", "fixed/BACKEND"],
    );
    const typed = (await talk(file, "show stat typed\n")).trimEnd().split(/\n(?=[A-Z]\.\d+\.\d+\.0\.)/);
    const json = JSON.parse(await talk(file, "show stat json\n")) as {
      field: { name: string; pos: number };
      value: { value: string | number };
    }[][];
    assert.equal(json.length, csv.length);
    // CSV does not tell an empty text from no value.
    const notEmpty = (text: string): boolean => !text.endsWith("=");
    for (const [i, row] of csv.entries()) {
      const filled = row.flatMap((value, column) =>
        value === "" ? [] : [`${names[column] ?? ""}=${value}`],
      );
      assert.deepEqual(
        json[i]!.map(({ field, value }) => `${field.name}=${value.value}`).filter(notEmpty),
        filled,
      );
      const lines = typed[i]!.split("\n").map((line) => /\.([^.]+)\.1:[^:]+:[^:]+:(.*)$/.exec(line)!);
      assert.deepEqual(lines.map(([, name = "", value = ""]) => `${name}=${value}`).filter(notEmpty), filled);
    }
    const only = (await talk(file, "show stat app 4 2\n")).trim().split("\n");
    assert.deepEqual(
      only.slice(1).map((row) => row.split(",")[1]),
      ["s2"],
    );
    await talk(file, "disable server app/s1\n");
    const up = await talk(file, "show stat up\n");
    assert.ok(!up.includes("app,s1"));
    assert.match(up, /^app,BACKEND,.*,UP \(1\/2\),/m);
    assert.equal(await talk(file, "show stat nosuch 1 1\n"), "No such proxy.\n\n");
  });

  it("shows figures of the process", async () => {
    const plain = await talk(file, "show info\n");
    assert.match(plain, /^Name: HAProxy\nVersion: /);
    assert.match(await talk(file, "show info typed\n"), /^0\.Name\.1:POSV:str:HAProxy\n1\.Version\.1:/);
    const json = JSON.parse(await talk(file, "show info json\n")) as { field: { name: string } }[];
    assert.equal(json[0]?.field.name, "Name");
    assert.equal(await talk(file, "show slots\n"), "No shared statistics file.\n\n");
  });

  it("changes maps, with a payload too", async () => {
    const map = path.join(folder, "hosts.map");
    fs.writeFileSync(map, "one alpha\n");
    const { runtime } = load(`hosts = Map.new(${JSON.stringify(map)}, Map._str)`, { time: systemTime });
    const other = await CommandSocket.open(`${file}2`, { runtime, proxies });
    const ask = async (line: string): Promise<string> =>
      (await talk(other.path, line)).replace(/0x[0-9a-f]+/g, "PTR");
    try {
      assert.equal(await ask(`add map ${map} <<\ntwo beta\nthree  gamma delta\n\n`), "\n");
      assert.equal(await ask(`add map ${map} <<END\n\nfour x\nEND\n`), "\n");
      assert.equal(await ask(`set map ${map} one changed\n`), "\n");
      assert.equal(
        await ask(`show map ${map}\n`),
        "PTR one changed\nPTR two beta\nPTR three gamma delta\nPTR four x\n\n",
      );
      assert.equal(await ask(`del map ${map} two;del map ${map} two\n`), "\nKey not found.\n\n");
      assert.equal(
        await ask("add map nosuch a b\n"),
        "Unknown map identifier. Please use #<id> or <file>.\n\n",
      );
      assert.match(await ask(`get map ${map} one\n`), /found=yes, .*value="changed"/);
      assert.equal(await ask(`add map ${map} <<\nlonely\n\n`), "Missing value for key 'lonely'.\n\n");
      assert.equal(await ask(`clear map ${map};show map ${map}\n`), "\n\n");
    } finally {
      await other.close();
      runtime.close();
    }
  });

  it("serves many clients, more than it lets in at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => talk(file, `two words;args ${i}\n`)),
    );
    assert.deepEqual(
      answers,
      answers.map((_, i) => `ab\n\n2|args|${i}\n\n`),
    );
  });

  it("bears lines that are too long, binary input, and clients that leave", async () => {
    assert.match(await talk(file, "x".repeat(100_000)), /^The command line is too big/);
    assert.match(
      await talk(file, `echo ${"a ".repeat(100)}\n`),
      /^Too many arguments\. Commands must have at most 64/,
    );
    assert.match(await talk(file, "\0\xff\x01 \n"), /^Unknown command: '\0/);
    assert.match(await talk(file, `add map m <<\n${"y".repeat(200_000)}\n\n`), /^The payload is too big/);
    assert.equal(await talk(file, "no end"), "");
    assert.equal(await talk(file, ""), "");
    await new Promise<void>((resolve) => {
      const rude = net.createConnection({ path: file }, () => {
        rude.write("much\n");
        rude.once("data", () => rude.destroy());
        rude.once("close", () => resolve());
      });
    });
    assert.equal(await talk(file, "echo still there\n"), "still there\n\n");
  });

  it("closes connections that say nothing for too long", async () => {
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      const idle = net.createConnection({ path: file }, () => idle.write("prompt\nset timeout cli 20ms\n"));
      idle.setEncoding("latin1").on("data", (piece: string) => (text += piece));
      idle.on("close", () => resolve(text));
    });
    assert.equal(answer, "\n> \n> ");
    assert.equal(await talk(file, "set timeout http 5\n"), "'set timeout' only supports 'cli'.\n\n");
    assert.equal(await talk(file, "set timeout cli soon\n"), "Invalid timeout value.\n\n");
  });

  it("refuses changes to those who may only look", async () => {
    const { runtime } = running;
    const looking = await CommandSocket.open(`${file}3`, { runtime, proxies }, { level: "operator" });
    try {
      assert.equal(
        await talk(looking.path, "disable server app/s1;show map\n"),
        "Permission denied\n\nPermission denied\n\n",
      );
      assert.equal(await talk(looking.path, "get weight app/s1\n"), "50 (initial 50)\n\n");
    } finally {
      await looking.close();
    }
  });

  it("takes over the file of a dead process, not that of a live one or any other", async () => {
    await assert.rejects(CommandSocket.open(file, { runtime: running.runtime, proxies }), {
      code: "E_SOCKET",
      message: /in use by a running process/,
    });
    const plain = path.join(folder, "plain");
    fs.writeFileSync(plain, "kept");
    await assert.rejects(CommandSocket.open(plain, { runtime: running.runtime, proxies }), /of another kind/);
    assert.equal(fs.readFileSync(plain, "utf8"), "kept");
  });
});

describe("the command socket and HAProxy's", function () {
  this.timeout(60_000);
  const program = haproxyProgram();
  const haproxy = new LiveHaproxy();

  before(async function () {
    if (program === undefined) this.skip();
    await haproxy.start(
      program,
      "backend app\n    balance roundrobin\n    server s1 127.0.0.1:81 weight 50\n    server s2 127.0.0.1:82 backup",
    );
  });
  after(async () => haproxy.clean());

  it("give the same answers", async () => {
    const { runtime } = load("", { time: systemTime });
    const proxies = declareProxies([
      { name: "web", capability: "frontend", listeners: [undefined] },
      {
        name: "app",
        servers: [
          { name: "s1", weight: 50 },
          { name: "s2", backup: true },
        ],
      },
    ]);
    const ours = await CommandSocket.open(path.join(haproxy.folder, "ours"), { runtime, proxies });
    // In these, older versions have other words or line ends.
    const recent = [
      "set server app/s1",
      "set server app/s1 weight 300",
      "set server app/s1 addr 127.0.0.1",
      "set server app/s1 addr 127.0.0.300",
      "set server app/s2 addr ::1 port 99999",
      "set server app/s1 addr",
      "prompt\nget weight app/s2\n\nget weight app/s1;get weight app/s2\nquit",
    ];
    const version = Number(/^Version: (\d+)/m.exec(await haproxy.ask("show info"))?.[1]);
    const lines = [
      ...(version >= 3 ? recent : []),
      "get weight app/s1",
      "get weight",
      "get weight app/no",
      "set weight app/s1",
      "set weight app/s1 7;get weight app/s1",
      "set server app",
      "set server no/s1 weight 3",
      "set server app/no weight 3",
      "set server app/s1 weight x",
      "set server app/s1 weight -1%",
      "set server app/s1 health sick",
      "set server app/s1 state sick",
      "set server app/s1 agent up",
      "set maxconn server app/s1 x",
      "set maxconn server app/s1",
      "disable frontend",
      "disable frontend no",
      "enable frontend web",
      "show backend",
      "show servers state no",
      "set timeout",
      "set timeout cli",
      "get map",
      "get map no x",
      "set map no",
      "del map",
      "clear map",
      "clear map no",
      "add acl no",
      "show acl no",
    ];
    try {
      for (const line of lines) {
        const answers = await Promise.all([talk(ours.path, `${line}\n`), talk(haproxy.socket, `${line}\n`)]);
        // Older versions leave line ends away.
        assert.equal(answers[0].trimEnd(), answers[1].trimEnd(), line);
      }
    } finally {
      await ours.close();
      runtime.close();
    }
  });
});
