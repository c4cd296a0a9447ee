import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ClientTls } from "../../../src/proxy/stream/session.ts";
import { cast, type Sample } from "../../../src/samples/index.ts";
import { configure, httpStream, sessionOf } from "../support/configured-expressions.ts";
import type { Answer, TlsRecording } from "./support/recording.ts";
import { TLS_EXPRESSIONS, tlsConfiguration } from "./tls-cases.ts";

const recordings = JSON.parse(readFileSync(new URL("tls.json", import.meta.url), "utf8")) as TlsRecording[];

const hex = (sample: Sample | undefined): string =>
  Buffer.from(typeof sample?.value === "string" ? sample.value : "", "latin1")
    .toString("hex")
    .toUpperCase();

/** The TLS of a connection as it was when HAProxy had it. */
function tlsOf({ version, cipher, sni, alpn, own, peer }: TlsRecording): ClientTls {
  const socket = {
    getX509Certificate: () => new X509Certificate(own),
    getPeerX509Certificate: () => (peer === null ? undefined : new X509Certificate(peer)),
  } as unknown as ClientTls["socket"];
  const verification = { result: 0, certificate: 0, authority: 0, depth: 0, refused: undefined };
  return {
    version,
    cipher,
    sni: sni ?? undefined,
    alpn: alpn ?? undefined,
    resumed: false,
    verification,
    socket,
  };
}

describe("samples of TLS", () => {
  const configured = configure(tlsConfiguration(""));
  for (const recording of recordings) {
    it(`are HAProxy's, of ${recording.name}`, () => {
      const proxy = configured.proxy("f");
      const session = sessionOf(proxy);
      session.tls = tlsOf(recording);
      const stream = httpStream(proxy, "GET / HTTP/1.0\r\n\r\n", session);
      const place = { session, stream, direction: "request", final: true } as const;
      const computed = proxy.config.rules["http-request"].flatMap(({ action }): Answer[] => {
        if (action.kind !== "set-var") return [];
        const sample = configured.expressions.expression(action.value)(place);
        return [sample ? [hex(cast(sample, "str")), hex(cast(sample, "bin"))] : null];
      });
      const differing = TLS_EXPRESSIONS.map((expression, at) => ({
        expression,
        computed: computed[at],
        recorded: recording.answers[at],
      })).filter((each) => JSON.stringify(each.computed) !== JSON.stringify(each.recorded));
      assert.deepEqual(differing, []);
    });
  }
});
