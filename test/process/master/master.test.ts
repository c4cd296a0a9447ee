import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { freePort, Lab, until, type Instance } from "../../../src/lab/instances/index.ts";
import { processExists } from "../../../src/shm/index.ts";
import { receiveDatagrams } from "../../support/unix-datagrams.ts";
import { Halua } from "../../support/command.ts";
import { Scratch } from "../../shm/support/scratch.ts";

/** Masters and workers, from outside: by signals, sockets and the master's command line. */

const waitMs = 15_000;

describe("halua -W", function () {
  this.timeout(60_000);

  let lab: Lab;
  let scratch: Scratch;
  let port: number;
  before(async () => {
    lab = new Lab();
    scratch = new Scratch();
    port = await freePort();
  });
  afterEach(() => lab.clean());
  after(() => scratch.clean());

  function config(more: { global?: string; frontend?: string } = {}): string {
    return `global
  nbthread 1
  stats socket ${scratch.file("stats")} level admin
${more.global ?? ""}
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend fe
  guid fe-main
  bind 127.0.0.1:${port}
  bind ${scratch.file("web")}
${more.frontend ?? ""}
  default_backend be
backend be
  guid be-main
  http-request wait-for-body time 10s if { path /slow }
  http-request return status 200 content-type text/plain lf-string "%pid"
`;
  }

  async function servedBy(instance: Instance): Promise<number> {
    const { status, body } = await instance.request();
    assert.equal(status, 200);
    return Number(body);
  }

  /** Waits until none but these processes of the instance are left. */
  async function left(instance: Instance, count: number): Promise<void> {
    await until(`there are not ${count} workers`, waitMs, async () =>
      (await instance.workers()).length === count ? true : undefined,
    );
  }

  /** Folders that masters have put there: an instance's among its files. */
  const masterFolders = ({ folder }: Instance): string[] =>
    readdirSync(folder).filter((name) => name.startsWith("halua-master-"));

  /** What HAProxy's master answers to the same lines. */
  async function speaksAsHaproxy(instance: Instance): Promise<void> {
    const { pid } = await instance.worker();
    const ask = async (lines: string): Promise<string> => instance.master(lines);
    const version = await ask("show version");
    assert.equal(
      await ask("prompt\nshow version\n@1\nshow version\n@master\nquit"),
      `master> ${version}master> ${pid}> ${version}${pid}> master> `,
    );
    assert.equal(await ask("echo a  b; show version"), `a b\n\n${version}`);
    assert.equal(await ask("show cli level\noperator\nshow cli level"), "admin\n\noperator\n\n");
    assert.equal(await ask("user\nreload\n@1 show cli level"), "Permission denied\n\nuser\n\n");
    assert.equal(await ask("expert-mode on"), "");
    assert.match(await ask("foo"), /^Unknown command: 'foo', but maybe one of the following/);
    assert.match(
      await ask("help show"),
      /^The following commands are valid at this level:\n {2}show cli level /,
    );
    assert.match(await ask("prompt x"), /^Usage: prompt /);
    assert.match(await ask("@1 show stat <<\na payload\n"), /^# pxname,/);
    assert.equal(await ask("@1 echo a <<END\n\nno end\nEND\nshow version"), `a\n\n${version}`);
    assert.match(await ask("show env PATH"), /^PATH=/);
  }

  it("reloads by signal and by command, keeps the figures, takes sockets over, keeps a worker whose heir fails", async () => {
    const map = lab.mapPath();
    const instance = await lab.start({ config: config(), map, port });
    const first = await servedBy(instance);
    // This one and two behind the second reload.
    let requests = 3;
    assert.equal(first, (await instance.worker()).pid);
    const sockets = ["stats", "web"].map((name) => scratch.file(name));
    assert.ok(sockets.every(existsSync));

    process.kill(instance.pid, "SIGUSR2");
    await until("no reload by signal", waitMs, async () =>
      (await instance.worker()).pid === first ? undefined : true,
    );
    // A signal has no answer that says when the worker before accepts no more.
    const second = await until("the worker before serves on", waitMs, async () => {
      const pid = await servedBy(instance);
      requests++;
      return pid === first ? undefined : pid;
    });

    const reload = await instance.reload();
    assert.ok(reload.success, reload.log);
    const third = await servedBy(instance);
    assert.ok(third !== second && third !== first);
    await left(instance, 1);
    assert.match(await instance.master("show proc"), /master +2 \[failed: 0\]/);
    assert.ok(!processExists(first) && !processExists(second));
    assert.ok(sockets.every(existsSync), "the files of sockets are the new worker's");
    await speaksAsHaproxy(instance);
    const slots = await instance.cli("show slots");
    assert.match(slots, new RegExp(`\\b${third}\\b`));
    assert.equal(await instance.cli("show slots", third), slots);
    assert.match(await instance.cli("show slots", first), /Can't find the target PID/);

    instance.configure("frontend broken\n  nonsense\n");
    const failed = await instance.reload();
    assert.ok(!failed.success);
    assert.match(failed.log, /unknown keyword 'nonsense'/);
    assert.match(failed.log, /Loading failure! The worker before goes on\./);
    assert.match(failed.log, /Failed to load worker \(\d+\) exited with code 1 \(Exit\)/);
    assert.equal(await servedBy(instance), third);
    assert.match(await instance.master("show proc"), /master +3 \[failed: 1\]/);

    const [frontend] = instance.stats("fe-main").filter(({ type }) => type === "frontend");
    const [backend] = instance.stats("be-main").filter(({ type }) => type === "backend");
    assert.deepEqual([frontend?.stats.req_tot, backend?.stats.stot], [requests, requests]);
  });

  it("starts another worker for one that was killed, and leaves nothing behind at its end", async () => {
    const instance = await lab.start({ config: config(), map: lab.mapPath(), port });
    assert.equal(masterFolders(instance).length, 1);
    const first = await servedBy(instance);
    process.kill(first, "SIGKILL");
    await until("no other worker", waitMs, async () =>
      (await servedBy(instance)) === first ? undefined : true,
    );
    assert.match(
      instance.output,
      new RegExp(`Current worker \\(${first}\\) exited with code 137 \\(Killed\\)`),
    );
    assert.equal(instance.stats("be-main").find(({ type }) => type === "backend")?.stats.stot, 2);

    const { pid } = await instance.worker();
    process.kill(instance.pid, "SIGUSR1");
    assert.equal(await instance.ended, 0);
    assert.ok(!processExists(pid));
    assert.deepEqual(masterFolders(instance), []);
    assert.ok(!existsSync(instance.masterSocket) && !existsSync(scratch.file("stats")));
    assert.deepEqual(
      instance.slots().map(({ pid: holder }) => holder),
      [first],
      "only the killed one's slot is left, for its minute",
    );
  });

  it("lets what is under way end, tells tasks, and stops hard in the end", async () => {
    writeFileSync(
      scratch.file("tell.lua"),
      `core.register_task(function()
        while core.get_info().Stopping == 0 do core.msleep(10) end
        print("stopping")
      end)`,
    );
    const global = `  hard-stop-after 1500ms\n  lua-load ${scratch.file("tell.lua")}\n`;
    const instance = await lab.start({ config: config({ global }), port });
    const old = await servedBy(instance);
    const clients = await Promise.all(
      [0, 1].map(async () => {
        const socket = createConnection({ host: "127.0.0.1", port });
        let text = "";
        socket.setEncoding("latin1").on("data", (part: string) => (text += part));
        await once(socket, "connect");
        socket.write("POST /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nab");
        return { socket, answer: () => text, closed: once(socket, "close") };
      }),
    );
    await until("the requests are not there", waitMs, async () =>
      /CurrConns: [2-9]/.test(await instance.cli("show info")) ? true : undefined,
    );
    assert.ok((await instance.reload()).success);
    assert.notEqual(await servedBy(instance), old);
    await until("the tasks are not told", waitMs, () =>
      instance.output.includes("stopping") ? true : undefined,
    );
    const [finishing, staying] = clients;
    finishing?.socket.write("cd");
    await finishing?.closed;
    const answer = finishing?.answer() ?? "";
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(answer, /connection: close/i);
    assert.ok(answer.endsWith(`\r\n\r\n${old}`), answer);
    await staying?.closed;
    await left(instance, 1);
    assert.ok(!processExists(old));
  });

  it("tells systemd how it goes, and goes down at once by SIGTERM", async () => {
    const told: string[] = [];
    const systemd = receiveDatagrams("unix_dgram", (bytes) => void told.push(bytes.toString("latin1")));
    const path = scratch.file("notify");
    systemd.bind(path);
    const instance = await lab.start({
      config: config(),
      port,
      args: ["-Ws"],
      env: { NOTIFY_SOCKET: path },
    });
    const { pid } = await instance.worker();
    assert.ok((await instance.reload()).success);
    instance.configure("frontend broken\n  nonsense\n");
    assert.ok(!(await instance.reload()).success);
    const heir = (await instance.worker()).pid;
    process.kill(instance.pid, "SIGTERM");
    await instance.ended;
    await until("systemd is not told all", waitMs, () => (told.length >= 6 ? true : undefined));
    systemd.close();
    assert.ok(!processExists(pid) && !processExists(heir));
    const ready = (status: string): string => `READY=1\nMAINPID=${instance.pid}\nSTATUS=${status}\n`;
    const reloading = "RELOADING=1\nSTATUS=Reloading Configuration.\nMONOTONIC_USEC=N\n";
    assert.deepEqual(
      told.map((text) => text.replace(/USEC=\d+/, "USEC=N")),
      [ready("Ready."), reloading, ready("Ready."), reloading, ready("Reload failed!"), "STOPPING=1\n"],
    );
  });

  it("has its worker end with it when it is killed, which gives its slot and files back", async () => {
    const instance = await lab.start({ config: config(), map: lab.mapPath(), port });
    const pid = await servedBy(instance);
    await instance.kill("SIGKILL", "master");
    await until("the worker does not end", waitMs, () => (processExists(pid) ? undefined : true));
    assert.deepEqual(instance.slots(), []);
    assert.ok(!existsSync(scratch.file("stats")));
    assert.deepEqual(masterFolders(instance), []);
  });

  it("fails no request of 50 connections in 5 reloads, and counts each once", async () => {
    const instance = await lab.start({ config: config(), map: lab.mapPath(), port });
    const load = instance.load({ connections: 50, rate: 400, seconds: 0 });
    for (let turn = 0; turn < 5; turn++) {
      const seen = load.requests;
      await until("no request is answered", waitMs, () => (load.requests > seen + 50 ? true : undefined));
      assert.ok((await instance.reload()).success);
    }
    const { requests, failed, errors, statuses } = await load.stop();
    assert.deepEqual([failed, [...errors]], [0, []]);
    assert.deepEqual([...statuses], [[200, requests]]);
    await left(instance, 1);
    const [frontend] = instance.stats("fe-main").filter(({ type }) => type === "frontend");
    const [backend] = instance.stats("be-main").filter(({ type }) => type === "backend");
    assert.deepEqual([frontend?.stats.req_tot, backend?.stats.stot], [requests, requests]);
  });

  it("replaces a process by -sf, in the background with -D, and writes its id", async () => {
    const file = scratch.write(config(), "replace.cfg");
    const first = new Halua(["-f", file]);
    try {
      await until("the first does not serve", waitMs, async () => {
        const socket = createConnection({ host: "127.0.0.1", port });
        await once(socket, "connect");
        socket.destroy();
        return true;
      });
      const pidFile = scratch.file("pid");
      const second = new Halua(["-D", "-p", pidFile, "-f", file, "-sf", String(first.process.pid)]);
      assert.equal((await second.finished).status, 0);
      const pid = Number(readFileSync(pidFile, "utf8"));
      try {
        assert.equal((await first.finished).status, 0);
        assert.ok(processExists(pid) && pid !== second.process.pid);
        assert.ok(existsSync(scratch.file("stats")));
      } finally {
        process.kill(pid, "SIGTERM");
        await until("the second does not end", waitMs, () => (processExists(pid) ? undefined : true));
      }
    } finally {
      await first.stop();
    }
  });
});
