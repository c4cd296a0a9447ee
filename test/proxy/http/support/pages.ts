import { createConnection } from "node:net";
import { errorPage, pageStatuses, rawPage } from "../../../../src/proxy/http/error-pages.ts";
import { writeResponseHead } from "../../../../src/proxy/http/h1-writer.ts";
import { LiveHaproxy } from "../../support/live-haproxy.ts";

/** A request that gets an error page: one that a rule denies, or one that cannot be read. */
export interface PageCase {
  readonly status: number;
  readonly request: string;
  readonly isRefused: boolean;
}

const long = "a".repeat(17_000);

/** Streams that are refused with each of these statuses. */
const refused: readonly [status: number, request: string][] = [
  [400, "GET\r\n\r\n"],
  [413, "GET / HTTP/1.0\r\ncontent-length: 1\r\n\r\nx"],
  [414, `GET /${long} HTTP/1.1\r\n\r\n`],
  [422, "POST / HTTP/1.1\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
  [431, `GET / HTTP/1.1\r\nx: ${long}\r\n\r\n`],
];

export const pageCases: readonly PageCase[] = [
  ...pageStatuses.map((status) => ({
    status,
    request: `GET /${status} HTTP/1.1\r\n\r\n`,
    isRefused: false,
  })),
  ...refused.map(([status, request]) => ({ status, request, isRefused: true })),
];

/** What we send. */
export function pageText({ status, isRefused }: PageCase): string {
  const page = errorPage(status);
  if (isRefused) return rawPage(page);
  const { head, body } = page;
  const written = writeResponseHead(
    head,
    { kind: "length", length: body.length },
    { method: "GET", requestVersion: "HTTP/1.1", mode: "keep-alive", frontend: "keep-alive" },
  );
  return `${written?.text ?? ""}${body}`;
}

/** What HAProxy sends for each. */
export async function livePages(program: string, cases: readonly PageCase[]): Promise<string[]> {
  const haproxy = new LiveHaproxy();
  const denied = cases.filter(({ isRefused }) => !isRefused);
  const denials = denied.map(
    ({ status }) => `    http-request deny deny_status ${status} if { path /${status} }`,
  );
  await haproxy.start(
    program,
    `backend app\nfrontend pages\n    bind unix@FOLDER/p\n${denials.join("\n")}\n`,
  );
  try {
    const texts: string[] = [];
    for (const { request } of cases) texts.push(await ask(`${haproxy.folder}/p`, request));
    return texts;
  } finally {
    await haproxy.clean();
  }
}

async function ask(path: string, request: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = createConnection({ path });
    socket.on("connect", () => socket.write(request, "latin1"));
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (text.endsWith("</html>\n")) socket.end();
    });
    socket.on("close", () => resolve(text));
  });
}
