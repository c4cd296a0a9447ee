import assert from "node:assert/strict";
import { CertificateStore } from "../../src/proxy/certificates.ts";
import { Scratch } from "../shm/support/scratch.ts";
import { load, runToEnd, type Script } from "../support/script.ts";
import { certificate, otherCertificate } from "./support/certificate.ts";

/** Texts recorded from HAProxy 3.5-dev5, whose name for a certificate with its key is "". */
describe("CertCache", () => {
  let scratch: Scratch;
  let path = "";
  beforeEach(() => {
    scratch = new Scratch();
    path = scratch.write(certificate.cert + certificate.key, "site.pem");
  });
  afterEach(() => scratch.clean());

  /** Loads a script that knows the file and the other pair, with the certificate in the store. */
  function scripted(code: string): Script & { store: CertificateStore; changed: string[] } {
    const script = load(
      `PATH = [[${path}]]
       OTHER = { crt = [[${otherCertificate.cert}]], key = [[${otherCertificate.key}]] }
       function try(t) say(select(2, pcall(CertCache.set, t))) end
       function run() ${code} end`,
    );
    const store = script.runtime.services.get(CertificateStore);
    const changed: string[] = [];
    store.onChange((name) => changed.push(name));
    store.load(path);
    return { ...script, store, changed };
  }

  it("changes a certificate in memory, and tells who uses it", () => {
    const { runtime, store, changed } = scripted(
      "CertCache.set { filename = PATH, crt = OTHER.crt .. OTHER.key }",
    );
    runtime.loadText("run()", "body");
    assert.deepEqual(changed, [path]);
    assert.equal(store.get(path)?.chain, otherCertificate.cert);
    assert.equal(store.get(path)?.key, otherCertificate.key);
    runtime.close();
  });

  it("takes certificate and key apart, under either name of the certificate", () => {
    const { runtime, store, changed } = scripted(
      `CertCache.set { filename = PATH, key = OTHER.key, crt = OTHER.crt }
       CertCache.set { filename = PATH, key = OTHER.key, [""] = OTHER.crt }
       CertCache.set { filename = PATH, issuer = OTHER.crt }`,
    );
    runtime.loadText("run()", "body");
    assert.equal(changed.length, 3);
    assert.equal(store.get(path)?.issuer, otherCertificate.cert);
    runtime.close();
  });

  it("refuses in HAProxy's words, and then changes nothing", () => {
    const { runtime, store, changed, said } = scripted(
      `try(nil) try("x") try({}) try({ filename = 5 })
       try({ filename = "nope.pem", bogus = "x" })
       try({ filename = PATH, bogus = "x" })
       try({ filename = PATH, [1] = "x" })
       try({ filename = PATH, [""] = "garbage" })
       try({ filename = PATH, [""] = OTHER.crt })
       try({ filename = PATH, key = "zz" })
       try({ filename = PATH, key = OTHER.key })
       try({ filename = PATH, issuer = "zz" })
       try({ filename = PATH, ocsp = "zz" })
       try({ filename = PATH, sctl = "zz" })`,
    );
    runtime.loadText("run()", "body");
    assert.deepEqual(
      said.map((text) => text.replaceAll(path, "site.pem")),
      [
        "'CertCache.set' needs a table as argument",
        "'CertCache.set' needs a table as argument",
        "No filename specified!",
        "No filename specified!",
        "Can't replace a certificate which is not referenced by the configuration!",
        "Unsupported field 'bogus'",
        "Unsupported field '1'",
        "unable to load certificate from file 'site.pem': no start line.\nCan't load the payload for ''",
        "unable to load SSL private key into SSL Context 'site.pem': passed a null parameter.\n",
        "unable to load private key from file 'site.pem' (error:1E08010C:DECODER routines::unsupported).\nCan't load the payload for 'key'",
        "inconsistencies between private key and certificate loaded from PEM file 'site.pem'.\n",
        "'site.pem' cannot be read or parsed'.\nCan't load the payload for 'issuer'",
        "Error reading OCSP response in base64 formatCan't load the payload for 'ocsp'",
        "Can't load the payload for 'sctl'",
      ],
    );
    assert.deepEqual(changed, []);
    assert.equal(store.get(path)?.chain, certificate.cert);
    runtime.close();
  });

  it("lets other tasks go on before it returns, and does not exist where nothing can wait", async () => {
    const script = await runToEnd(
      `core.register_task(function() say(pcall(CertCache.set, { filename = "x" })) end)
       core.register_fetches("f", function() return select(2, pcall(CertCache.set, { filename = "x" })) end)`,
    );
    assert.deepEqual(script.said, [
      "false Can't replace a certificate which is not referenced by the configuration!",
    ]);
    const { runtime } = load(`core.register_fetches("f", function() CertCache.set { filename = "x" } end)`);
    const fn = runtime.registry.fetches.get("f")?.functions.get(0);
    assert.ok(fn);
    const ending = runtime.scheduler.runNow("fetch", fn, []);
    assert.equal(
      ending.kind === "error" && ending.message,
      "script:1: Cannot use CertCache.set from a non-yield capable runtime context",
    );
    runtime.close();
  });

  it("reads a key, an issuer and an OCSP response that lie beside the certificate", () => {
    const alone = scratch.write(certificate.cert, "alone.pem");
    const store = new CertificateStore();
    assert.throws(() => store.load(alone), { message: /^unable to load SSL private key .*alone\.pem/ });
    scratch.write(certificate.key, "alone.pem.key");
    scratch.write(otherCertificate.cert, "alone.pem.issuer");
    scratch.write("0response", "alone.pem.ocsp");
    assert.deepEqual(store.load(alone), {
      chain: certificate.cert,
      key: certificate.key,
      issuer: otherCertificate.cert,
      ocsp: Buffer.from("0response"),
    });
    assert.throws(() => store.load(`${alone}.not`), { message: /^cannot open the file/ });
  });
});
