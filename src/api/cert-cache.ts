import {
  declareFunction,
  hasContext,
  LuaError,
  LuaFloat,
  LuaReference,
  nothing,
  tableEntries,
  Waiting,
  yieldingContexts,
  type Item,
  type LuaValue,
} from "../lua/index.ts";
import { CertificateError, CertificateStore, type CertificatePart } from "../proxy/certificates.ts";
import type { Runtime } from "../runtime/index.ts";

/** The global `CertCache` (hlua.c, hlua_ckch_set). */

/**
 * What the fields of the table stand for. HAProxy from 3.3 on refuses `crt`,
 * which its manual names, and takes the empty name that it has inside.
 */
const fields: Readonly<Record<string, CertificatePart>> = {
  "": "crt",
  crt: "crt",
  key: "key",
  ocsp: "ocsp",
  issuer: "issuer",
  sctl: "sctl",
};

/** A text, or a number as Lua spells it; undefined for all else. */
function textOf(value: LuaValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value instanceof LuaFloat ? value.value.toFixed(1) : undefined;
}

/** Raises an error without a position, as lua_error does. */
function refuse(text: string): never {
  throw new LuaError(text, { position: false });
}

/** The path of the certificate; HAProxy looks whether there is one before it looks at the rest. */
function filenameOf(entries: readonly (readonly [LuaValue, LuaValue])[], store: CertificateStore): string {
  const filename = entries.find(([key]) => key === "filename")?.[1];
  if (typeof filename !== "string") return refuse("No filename specified!");
  if (store.get(filename)) return filename;
  return refuse("Can't replace a certificate which is not referenced by the configuration!");
}

function readChange(
  entries: readonly (readonly [LuaValue, LuaValue])[],
): Map<CertificatePart, string | undefined> {
  const change = new Map<CertificatePart, string | undefined>();
  for (const [key, value] of entries) {
    const field = textOf(key);
    if (field === undefined || field === "filename") continue;
    const part = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (part === undefined) return refuse(`Unsupported field '${field}'`);
    change.set(part, textOf(value));
  }
  return change;
}

export const certCacheItems: Item<Runtime>[] = [
  declareFunction("set", {
    doc: "Changes a certificate of the configuration in memory: `filename` as a `crt` argument names it, with `crt`, `key`, `issuer` (PEM) and `ocsp` (base64). Connections made from then on have it. An error when it cannot be loaded; then nothing is changed.",
    rest: "the last one is the table `{filename=..., crt=..., key=...}`",
    yields: true,
    since: "2.6",
    body: (execution, ...given) => {
      const table = given.at(-1);
      if (!(table instanceof LuaReference) || table.type !== "table") {
        throw new LuaError("'CertCache.set' needs a table as argument");
      }
      if (hasContext(execution) && !yieldingContexts.has(execution.context)) {
        throw new LuaError("Cannot use CertCache.set from a non-yield capable runtime context");
      }
      const { host } = execution;
      try {
        const store = host.services.get(CertificateStore);
        const entries = tableEntries(host.lua.main, table);
        store.change(filenameOf(entries, store), readChange(entries));
      } catch (error) {
        if (error instanceof CertificateError) return refuse(error.message);
        throw error;
      }
      if (!hasContext(execution)) return nothing;
      const waiting = new Waiting(execution);
      waiting.finish();
      return waiting;
    },
  }),
];
