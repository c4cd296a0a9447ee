import assert from "node:assert/strict";
import { Pool } from "undici";
import { haproxyProgram, LiveHaproxy } from "../../support/live-haproxy.ts";
import { Scene } from "../support/scene.ts";

/** What decides, and the servers it decides between. */
interface Case {
  readonly name: string;
  readonly lines: string;
  /** One for each server: its parameters. */
  readonly servers: readonly string[];
  /** The request's path and query; the same one always without it. */
  readonly uri?: (i: number) => string;
  readonly headers?: (i: number) => Readonly<Record<string, string>>;
}

const weighted = ["weight 1", "weight 2", "weight 3"];
const spread = (i: number): string => `/dir${i % 7}/sub${i % 31}/file${i}?id=${i * 7}&user=u${i % 97}`;

const CASES: readonly Case[] = [
  { name: "roundrobin", lines: "balance roundrobin", servers: weighted },
  {
    name: "roundrobin-uneven",
    lines: "balance roundrobin",
    servers: ["weight 13", "weight 0", "weight 200", "weight 7"],
  },
  {
    name: "roundrobin-backups",
    lines: "balance roundrobin",
    servers: ["weight 1 disabled", "weight 2 backup", "weight 3 backup"],
  },
  {
    name: "roundrobin-all-backups",
    lines: "balance roundrobin\noption allbackups",
    servers: ["weight 1 disabled", "weight 2 backup", "weight 3 backup"],
  },
  { name: "static-rr", lines: "balance static-rr", servers: weighted },
  { name: "first", lines: "balance first", servers: ["id 30", "id 20", "id 25"] },
  { name: "uri-map", lines: "balance uri", servers: weighted, uri: spread },
  { name: "uri-depth", lines: "balance uri depth 2 len 20", servers: weighted, uri: spread },
  {
    name: "uri-whole",
    lines: "balance uri whole\nhash-type consistent wt6 avalanche",
    servers: weighted,
    uri: spread,
  },
  {
    name: "uri-djb2",
    lines: "balance uri\nhash-type map-based djb2 avalanche",
    servers: weighted,
    uri: spread,
  },
  { name: "uri-consistent", lines: "balance uri\nhash-type consistent", servers: weighted, uri: spread },
  { name: "uri-crc32", lines: "balance uri\nhash-type consistent crc32", servers: weighted, uri: spread },
  {
    name: "url_param",
    lines: "balance url_param user\nhash-type consistent sdbm avalanche",
    servers: weighted,
    uri: spread,
  },
  {
    name: "url_param-missing",
    lines: "balance url_param nothing\nhash-type consistent",
    servers: weighted,
    uri: spread,
  },
  { name: "url_param-missing-map", lines: "balance url_param nothing", servers: weighted, uri: spread },
  {
    name: "hdr",
    lines: "balance hdr(x-key)\nhash-type map-based sdbm avalanche",
    servers: weighted,
    headers: (i) => ({ "x-key": `key-${i}` }),
  },
  {
    name: "hdr-domain",
    lines: "balance hdr(x-key) use_domain_only\nhash-type map-based sdbm avalanche",
    servers: weighted,
    headers: (i) => ({ "x-key": ["www", `site${i % 50}`, i % 3 === 0 ? "co.uk" : "com"].join(".") }),
  },
];

/** `hash` came after Debian's HAProxy. */
const NEWER: readonly Case[] = [
  {
    name: "hash",
    lines: "balance hash req.hdr(x-key),lower\nhash-type consistent djb2 avalanche",
    servers: weighted,
    headers: (i) => ({ "x-key": `KEY-${i}` }),
  },
  {
    name: "hash-none",
    lines: "balance hash req.hdr(x-key)\nhash-type map-based none",
    servers: weighted,
    headers: (i) => ({ "x-key": String(i * 3 - 100) }),
  },
];

/** What happens between requests: to which server, and what the stats socket is told. */
const EVENTS: ReadonlyMap<number, readonly [server: number, state: "maint" | "ready"]> = new Map([
  [100, [1, "maint"]],
  [150, [1, "ready"]],
  [200, [2, "maint"]],
  [210, [0, "maint"]],
  [240, [2, "ready"]],
  [250, [0, "ready"]],
]);

const REQUESTS = 1000;

describe("the order of servers", () => {
  const program = haproxyProgram();
  const haproxy = new LiveHaproxy();
  let pool: Pool | undefined;
  let cases: readonly Case[] = CASES;

  before(async function () {
    if (program === undefined) {
      // eslint-disable-next-line no-console -- a test that is left out says so
      console.log("      left out: no haproxy here");
      this.skip();
      return;
    }
    if (process.env.HAPROXY_PROGRAM !== undefined) cases = [...CASES, ...NEWER];
    await haproxy.start(program, sections(cases));
    pool = new Pool("http://localhost", { socketPath: `${haproxy.folder}/all`, connections: 1 });
  });

  after(async () => {
    await pool?.close();
    await haproxy.clean();
  });

  for (const one of [...CASES, ...NEWER]) {
    it(`of ${one.name} is HAProxy's`, async function () {
      if (!cases.includes(one) || !pool) {
        this.skip();
        return;
      }
      const scene = new Scene(`defaults\nmode http\n${backendOf(one, "127.0.0.1:1")}\n`);
      const [theirs, ours]: [string[], string[]] = [[], []];
      for (let i = 0; i < REQUESTS; i++) {
        await change(one, i, scene, haproxy);
        theirs.push(await ask(pool, one, i));
        ours.push(choose(scene, one, i));
      }
      scene.close();
      assert.deepEqual(ours, theirs);
    });
  }
});

function backendOf({ name, lines, servers }: Case, address: string): string {
  const listed = servers.map(
    (parameters, i) => `server s${i} ${address.replace("#", String(i))} ${parameters}`,
  );
  return `backend ${name}\n${lines}\n${listed.join("\n")}`;
}

/** Each server is a listener of the same process that answers with its own number. */
function sections(cases: readonly Case[]): string {
  const most = Math.max(...cases.map(({ servers }) => servers.length));
  const origins = Array.from(
    { length: most },
    (_, i) =>
      `listen o${i}\nbind unix@FOLDER/o${i}\nhttp-request return status 200 content-type text/plain string s${i}`,
  );
  return [
    "backend app",
    "frontend all\nbind unix@FOLDER/all\nuse_backend %[req.hdr(x-backend)]",
    ...cases.map((one) => backendOf(one, "unix@FOLDER/o#")),
    ...origins,
  ].join("\n");
}

async function ask(pool: Pool, one: Case, i: number): Promise<string> {
  const { body } = await pool.request({
    method: "GET",
    path: one.uri?.(i) ?? "/",
    headers: { ...one.headers?.(i), "x-backend": one.name },
  });
  return (await body.text()).trim();
}

function choose(scene: Scene, one: Case, i: number): string {
  const headers = Object.entries(one.headers?.(i) ?? {});
  const stream = scene.request({ uri: one.uri?.(i) ?? "/", headers });
  return scene.backend.balancing.choose(stream, undefined)?.name ?? "none";
}

async function change(one: Case, i: number, scene: Scene, haproxy: LiveHaproxy): Promise<void> {
  const event = EVENTS.get(i);
  if (!event || one.servers[event[0]]?.includes("disabled")) return;
  const [server, state] = event;
  scene.proxy.model.servers[server]?.setState(state);
  await haproxy.ask(`set server ${one.name}/s${server} state ${state}`);
}
