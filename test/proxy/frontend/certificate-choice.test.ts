import assert from "node:assert/strict";
import { CertificateChoice } from "../../../src/proxy/frontend/certificate-choice.ts";
import { certificate, otherCertificate, rsaCertificate } from "../../api/support/certificate.ts";

interface Offered {
  readonly value: string;
  readonly pem?: string;
  readonly names?: readonly string[];
  readonly isDefault?: boolean;
}

function choice(...all: readonly Offered[]): CertificateChoice<string> {
  const made = new CertificateChoice<string>();
  for (const { value, pem = certificate.cert, names, isDefault = false } of all)
    made.add(value, pem, names, isDefault);
  return made;
}

const find = (
  made: CertificateChoice<string>,
  name: string | undefined,
  { ecdsa = true, rsa = true, strict = false } = {},
): string | undefined => made.find({ name, takesEcdsa: ecdsa, takesRsa: rsa }, strict);

describe("the choice of a certificate", () => {
  it("goes by the names in it, without regard to case", () => {
    const made = choice({ value: "own", isDefault: true }, { value: "other", pem: otherCertificate.cert });
    assert.equal(find(made, "OTHER"), "other");
    assert.equal(find(made, "localhost"), "own");
  });

  it("goes by the names in a list instead, where there are some", () => {
    const made = choice({ value: "listed", names: ["One.Example"] }, { value: "default", isDefault: true });
    assert.equal(find(made, "one.example"), "listed");
    assert.equal(find(made, "localhost"), "default");
  });

  it("takes wildcards for one label, with exceptions of the same line", () => {
    const made = choice(
      { value: "default", names: [], isDefault: true },
      { value: "wild", names: ["*.example.org", "!no.example.org"] },
      { value: "also", names: ["*.example.org"] },
    );
    assert.equal(find(made, "a.example.org"), "wild");
    assert.equal(find(made, "no.example.org"), "also");
    assert.equal(find(made, "a.b.example.org"), "default");
    assert.equal(find(made, "example.org"), "default");
  });

  it("prefers an exact name to a wildcard", () => {
    const made = choice({ value: "wild", names: ["*.x.org"] }, { value: "exact", names: ["a.x.org"] });
    assert.equal(find(made, "a.x.org"), "exact");
    assert.equal(find(made, "b.x.org"), "wild");
  });

  it("knows no default where it is strict, nor a client without a name", () => {
    const made = choice({ value: "own", isDefault: true });
    assert.equal(find(made, "nobody", { strict: true }), undefined);
    assert.equal(find(made, undefined, { strict: true }), undefined);
    assert.equal(find(made, "localhost", { strict: true }), "own");
    assert.equal(find(made, undefined), "own");
    assert.equal(find(choice({ value: "own" }), undefined), undefined);
  });

  it("goes by the keys that the client knows, ECDSA first", () => {
    const made = choice(
      { value: "rsa", pem: rsaCertificate.cert, isDefault: true },
      { value: "ecdsa", isDefault: true },
    );
    for (const name of ["localhost", "nobody", undefined]) {
      assert.equal(find(made, name), "ecdsa");
      assert.equal(find(made, name, { ecdsa: false }), "rsa");
      assert.equal(find(made, name, { rsa: false }), "ecdsa");
      assert.equal(find(made, name, { ecdsa: false, rsa: false }), "ecdsa");
    }
    assert.equal(find(made, "rsa.example", { rsa: false }), "rsa");
  });
});
