import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";

/** A request to an instance on 127.0.0.1. */
export interface LabRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A byte string. */
  readonly body?: string;
  readonly port?: number;
}

export interface LabResponse {
  readonly status: number;
  /** By name, in small letters; several values of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** A byte string. */
  readonly body: string;
}

/** Sends one request on a connection of its own. Rejects where the connection fails. */
export async function sendRequest({
  method = "GET",
  path = "/",
  headers = {},
  body,
  port,
}: LabRequest): Promise<LabResponse> {
  const request = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false });
  request.end(body ?? "", "latin1");
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  response.setEncoding("latin1");
  for await (const part of response) text += String(part);
  const pairs = Object.entries(response.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(pairs), body: text };
}
