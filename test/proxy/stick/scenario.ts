/**
 * Traffic that is counted in stick tables, and questions about what was
 * counted, for HAProxy and halua alike. `traffic.cfg` is the configuration.
 */
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { steady, talk } from "../../process/command-socket/table-commands.ts";

/** What `/look` shows of the counters of a stream, and `/src` of the client's address. */
const TRACKED =
  "sc0_tracked sc1_tracked sc_tracked(2) sc_tracked(0,gp) sc0_conn_cnt sc0_http_req_cnt sc1_conn_cur " +
  "sc_conn_cnt(1) sc2_http_req_rate sc0_get_gpc0 sc0_get_gpc1 sc_get_gpc(1,0) sc_get_gpc(9,0) sc_gpc_rate(0,0) " +
  "sc0_gpc0_rate sc0_gpc1_rate sc0_get_gpt0 sc_get_gpt(1,0) sc0_key sc1_key sc2_key sc0_trackers sc1_trackers " +
  "sc_trackers(1,content) table_cnt(key) table_avl(key) sc0_conn_cnt(conn) sc1_conn_cnt(content) " +
  "sc1_gpc0_rate(gp) sc0_sess_cnt sc1_sess_cnt sc1_sess_rate sc0_kbytes_in sc2_conn_cur sc0_http_err_cnt " +
  "sc1_http_err_cnt sc1_http_err_rate sc1_http_fail_rate sc1_glitch_cnt sc1_glitch_rate sc0_glitch_cnt " +
  "sc2_kbytes_in sc2_kbytes_out sc2_bytes_in_rate(content) sc_conn_cnt(8) sc0_clr_gpc0 sc_clr_gpc(1,0) " +
  "sc0_inc_gpc0 sc0_inc_gpc1 sc_inc_gpc(1,0) sc_inc_gpc(9,0) sc1_inc_gpc0 sc1_clr_gpc0 sc1_inc_gpc0(gp)";

const SOURCE =
  "src_conn_cnt(conn) src_conn_cur(conn) src_conn_rate(conn) src_sess_cnt(conn) src_http_req_cnt(conn) " +
  "src_http_err_cnt(conn) src_kbytes_in(conn) src_bytes_in_rate(content) src_inc_gpc0(gp) src_get_gpc0(gp) " +
  "src_inc_gpc1(gp) src_gpc1_rate(gp) src_clr_gpc0(gp) src_get_gpc0(gp) src_updt_conn_cnt(gp) " +
  "src_conn_cnt(gp) src_inc_gpc(1,arr) src_get_gpc(1,arr) src_gpc_rate(1,arr) " +
  "src_inc_gpc(5,arr) src_get_gpc(5,arr) src_clr_gpc(1,arr) src_get_gpt0(arr) src_get_gpt(0,arr) " +
  "src_inc_gpc0(arr) src_get_gpc0(arr) src_http_req_cnt(gp) src_conn_cnt(bytes) src_conn_cnt(key) " +
  "src,in_table(conn) src,table_conn_cnt(conn) src,table_trackers(conn) int(1),table_conn_cnt(conn)";

const shown = (names: string): string =>
  names
    .split(" ")
    .map((name) => `%[${name}]`)
    .join("|");

/** The configuration for these ports and this folder. */
export function configuration(
  folder: string,
  ports: Readonly<Record<"PORT" | "TCP" | "ORIGIN", number>>,
): string {
  let text = readFileSync(new URL("traffic.cfg", import.meta.url), "utf8");
  text = text.replace("TRACKED", shown(TRACKED)).replace("SOURCE", shown(SOURCE));
  for (const [name, port] of Object.entries(ports)) text = text.replaceAll(`:${name}\n`, `:${port}\n`);
  return text.replaceAll("FOLDER", folder);
}

const TABLES = ["conn", "content", "key", "gp", "arr", "bytes"];

const get = (path: string, ...headers: string[]): string =>
  ["GET " + path + " HTTP/1.1", "Host: a", ...headers, "", ""].join("\r\n");

/**
 * Connections with what the client sends, answer by answer; `gone` is a client
 * that breaks off as soon as an answer begins; or a look at all tables.
 */
const STEPS: readonly (
  readonly string[] | { readonly tcp: string } | { readonly gone: string } | "tables"
)[] = [
  [get("/look", "x-key: a")],
  [get("/look", "x-key: a"), get("/look", "x-key: a"), get("/look")],
  "tables",
  [get("/inc", "x-key: b", "x-key: c"), get("/inc", "x-key: b")],
  [get("/look", "x-key: b")],
  "tables",
  [get("/src"), get("/src")],
  "tables",
  [get("/nf", "x-key: d"), get("/ise", "x-key: d")],
  [get("/deny", "x-key: d")],
  [get("/tarpit", "x-key: d")],
  "tables",
  [get("/none", "x-key: e")],
  [get("/origin/ok", "x-key: f"), get("/origin/nf", "x-key: f"), get("/origin/503", "x-key: f")],
  [get("/origin/501", "x-key: f"), get("/origin/505", "x-key: f")],
  [get("/origin/late/nf")],
  [get("/origin/path/ok")],
  "tables",
  [get("/origin/bad", "x-key: bad")],
  [get("/origin/slow", "x-key: slow")],
  [get("/origin/close", "x-key: close")],
  [get("/origin/cut", "x-key: cut")],
  { gone: get("/origin/drip", "x-key: gone") },
  "tables",
  ["BAD\r\n\r\n"],
  ["GET / HTTP/1.1\r\nHost: a\r\n"],
  [get("/look") + get("/look")],
  [get("/src", "connection: close")],
  "tables",
  { tcp: "abcdef" },
  { tcp: "abcxyz" },
  "tables",
  { tcp: "abcdef" },
  "tables",
];

/** A server whose answers are told by paths. */
export async function startOrigin(): Promise<Server> {
  const page = (status: string, body: string): string =>
    `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const answers: Readonly<Record<string, string>> = {
    ok: page("200 OK", "x".repeat(3000)),
    nf: page("404 Not Found", "none"),
    "501": page("501 Not Implemented", ""),
    "503": page("503 Service Unavailable", ""),
    "505": page("505 HTTP Version Not Supported", ""),
    bad: "nonsense\r\n\r\n",
  };
  const server = createServer((socket) => {
    socket.setEncoding("latin1");
    socket.on("error", () => undefined);
    socket.on("data", (text: string) => {
      const name = /^GET \S*\/(\w+) /.exec(text)?.[1];
      if (name === undefined) socket.end(`echo ${text}`);
      else if (name === "close") socket.destroy();
      else if (name === "drip") socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
      else if (name === "cut") socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
      else if (name !== "slow") socket.write(answers[name] ?? page("200 OK", ""));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A port of this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  return port;
}

/** Reads answers until `count` have come or the connection ends. */
async function answers(socket: Socket, count: number): Promise<string> {
  let text = "";
  const whole = (): boolean => {
    let at = 0;
    for (let i = 0; i < count; i++) {
      const end = text.indexOf("\r\n\r\n", at);
      const length = /content-length: (\d+)/i.exec(text.slice(at, end < 0 ? undefined : end))?.[1];
      if (end < 0 || (length !== undefined && text.length < end + 4 + Number(length))) return false;
      at = end + 4 + Number(length ?? 0);
    }
    return true;
  };
  await new Promise<void>((resolve) => {
    const look = (part: string): void => {
      text += part;
      if (whole()) done();
    };
    const done = (): void => {
      socket.off("data", look);
      resolve();
    };
    socket.on("data", look);
    socket.once("close", done);
  });
  return text;
}

/** Status and, where it is a page of ours, body. */
function summary(text: string): string {
  return text
    .split(/(?=HTTP\/1\.1 )/)
    .map((answer) => {
      const [head = "", body = ""] = answer.split("\r\n\r\n");
      const status = /^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? "";
      return body.includes("|") ? `${status} ${body}` : status;
    })
    .join("\n");
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("latin1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function requests(port: number, texts: readonly string[]): Promise<string> {
  const socket = await open(port);
  const closed = once(socket, "close");
  const said: string[] = [];
  for (const text of texts) {
    socket.write(text);
    said.push(summary(await answers(socket, text.split("Host:").length - 1 || 1)));
  }
  socket.resume();
  socket.end();
  await closed;
  return said.join("\n");
}

/** Breaks the connection off when the first bytes have come. */
async function breakOff(port: number, text: string): Promise<string> {
  const socket = await open(port);
  socket.write(text);
  const [said] = (await once(socket, "data")) as [string];
  socket.resetAndDestroy();
  return said.slice(0, "HTTP/1.1 200".length);
}

async function tcp(port: number, text: string): Promise<string> {
  const socket = await open(port);
  let said = "";
  socket.on("data", (part: string) => (said += part));
  const closed = once(socket, "close");
  socket.write(text);
  await closed;
  return said;
}

/** All tables, once no connection is followed any more. */
async function tables(socket: string): Promise<string> {
  for (;;) {
    const text = await talk(socket, `${TABLES.map((name) => `show table ${name}`).join(";")}\n`);
    if (!/ use=[1-9]/.test(text)) return steady(text);
    await pause(5);
  }
}

/** Plays everything through; gives what was seen, step by step. */
export async function play(
  folder: string,
  ports: { readonly PORT: number; readonly TCP: number },
): Promise<string[]> {
  const seen: string[] = [];
  for (const step of STEPS) {
    if (step === "tables") seen.push(await tables(join(folder, "cli")));
    else if ("tcp" in step) seen.push(await tcp(ports.TCP, step.tcp));
    else if ("gone" in step) seen.push(await breakOff(ports.PORT, step.gone));
    else seen.push(await requests(ports.PORT, step));
  }
  return seen;
}
