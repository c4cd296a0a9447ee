import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";
import {
  EMPTY_ENVIRONMENT,
  COMPUTED_FETCHES,
  type FetchContext,
  type Sample,
} from "../../../src/samples/index.ts";

type View = Readonly<Partial<Record<"session" | "stream", object>>> & {
  readonly direction?: "request" | "response";
};

/** What a fetch gives in a context of which only parts are there. */
function take(name: string, view: View, ...args: readonly (string | number)[]): Sample | undefined {
  const list = args.map((value) => ({ text: String(value), value }));
  const context = {
    direction: "request",
    final: true,
    incomplete: false,
    ...view,
  } as unknown as FetchContext;
  return COMPUTED_FETCHES.get(name)?.(list, EMPTY_ENVIRONMENT).one(context);
}

const channel = (bytes: string): object => ({
  peek: () => Buffer.from(bytes, "latin1"),
  inputLength: bytes.length,
  capacity: 100,
  isFull: false,
  noMoreInput: false,
});

describe("fetches of bytes from a server", () => {
  const stream = { http: undefined, request: channel("request"), response: channel("\x02hiresponse") };
  const view: View = { stream, direction: "response" };

  it("look at the response", () => {
    assert.deepEqual(take("res.payload", view, 3, 4), { type: "bin", value: "resp" });
    assert.deepEqual(take("res.payload_lv", view, 0, 1), { type: "bin", value: "hi" });
    assert.deepEqual(take("res.len", view), { type: "sint", value: 11 });
    assert.equal(take("res.payload", view, 0, 101), undefined);
    const hello = {
      stream: { ...stream, response: channel("\x16\x03\x03\0\x06\x02\0\0\x02ab") },
      direction: "response",
    } as const;
    assert.deepEqual(take("res.ssl_hello_type", hello), { type: "sint", value: 2 });
  });

  it("say where more may come", () => {
    const context = { ...view, final: false, incomplete: false } as unknown as FetchContext;
    const list = [0, 50].map((value) => ({ text: String(value), value }));
    assert.equal(COMPUTED_FETCHES.get("res.payload")?.(list, EMPTY_ENVIRONMENT).one(context), undefined);
    assert.equal(context.incomplete, true);
  });
});

describe("waiting_entity", () => {
  it("names the rule that waits", () => {
    assert.equal(take("waiting_entity", { stream: { waitingRule: undefined } }), undefined);
    const stream = { waitingRule: { file: "h.cfg", line: 7 } };
    assert.deepEqual(take("waiting_entity", { stream }), { type: "str", value: "h.cfg:7" });
  });
});

describe("fetches of PROXY protocol fields", () => {
  const proxyFields = [
    { type: 2, value: "example.org" },
    { type: 5, value: "id" },
    { type: 0xe0, value: "first" },
    { type: 0xe0, value: "second" },
  ];
  const view = { session: { proxyFields } };

  it("give the first of a type, by name or number", () => {
    assert.deepEqual(take("fc_pp_authority", view), { type: "str", value: "example.org" });
    assert.deepEqual(take("fc_pp_unique_id", view), { type: "str", value: "id" });
    assert.deepEqual(take("fc_pp_tlv", view, "0xE0"), { type: "str", value: "first" });
    assert.deepEqual(take("fc_pp_tlv", view, "authority"), { type: "str", value: "example.org" });
    assert.equal(take("fc_pp_tlv", view, "1"), undefined);
    assert.deepEqual(take("fc_rcvd_proxy", view), { type: "bool", value: 1 });
    assert.deepEqual(take("fc_rcvd_proxy", { session: { proxyFields: undefined } }), {
      type: "bool",
      value: 0,
    });
  });

  it("give ACLs all of a type", () => {
    const fetch = COMPUTED_FETCHES.get("fc_pp_tlv")?.([{ text: "0xE0", value: "0xE0" }], EMPTY_ENVIRONMENT);
    const values = [...(fetch?.each?.(view as unknown as FetchContext) ?? [])].map(({ value }) => value);
    assert.deepEqual(values, ["first", "second"]);
  });
});

describe("fetches of a TLS session", () => {
  let sockets: { readonly server: TLSSocket; readonly client: TLSSocket };
  let close: () => void;

  before(async () => {
    // A key that both sides know spares certificates.
    const psk = Buffer.alloc(32, 7);
    const shared = {
      ciphers: "PSK-AES128-GCM-SHA256",
      maxVersion: "TLSv1.2",
      minVersion: "TLSv1.2",
    } as const;
    const listening = createServer({ ...shared, pskCallback: () => psk });
    listening.listen(0, "127.0.0.1");
    await once(listening, "listening");
    const accepted = once(listening, "secureConnection") as Promise<[TLSSocket]>;
    const { port } = listening.address() as AddressInfo;
    const client = connect({
      ...shared,
      port,
      host: "127.0.0.1",
      pskCallback: () => ({ psk, identity: "me" }),
      checkServerIdentity: () => undefined,
    });
    const [[server]] = await Promise.all([accepted, once(client, "secureConnect")]);
    sockets = { server, client };
    close = () => {
      client.destroy();
      server.destroy();
      listening.close();
    };
  });
  after(() => close());

  const sideOf = (socket: TLSSocket): object => ({
    version: socket.getProtocol(),
    cipher: socket.getCipher().name,
    resumed: socket.isSessionReused(),
    socket,
  });
  const bytes = (buffer: Buffer | undefined): Sample => ({
    type: "bin",
    value: buffer?.toString("latin1") ?? "",
  });

  it("show the other side's last message of the handshake", () => {
    const { server, client } = sockets;
    const expected = bytes(client.getFinished());
    assert.deepEqual(take("ssl_fc_unique_id", { session: { tls: sideOf(server) } }), expected);
    const stream = { serverConnection: { tls: sideOf(client) } };
    assert.deepEqual(take("ssl_bc_unique_id", { stream }), bytes(server.getFinished()));
  });

  it("show the session's identifier, and the cipher with its keys", () => {
    const { server, client } = sockets;
    const ofServer = take("ssl_fc_session_id", { session: { tls: sideOf(server) } });
    const ofClient = take("ssl_bc_session_id", { stream: { serverConnection: { tls: sideOf(client) } } });
    assert.equal(ofClient?.type === "bin" && ofClient.value.length, 32);
    assert.deepEqual(ofServer ?? ofClient, ofClient);
    assert.deepEqual(take("ssl_fc_use_keysize", { session: { tls: sideOf(server) } }), {
      type: "sint",
      value: 128,
    });
    assert.deepEqual(take("ssl_bc", { stream: { serverConnection: { tls: sideOf(client) } } }), {
      type: "bool",
      value: 1,
    });
  });
});
