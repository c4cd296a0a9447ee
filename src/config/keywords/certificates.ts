/** The certificates of `bind` lines: files, folders, bundles and lists. Source: configuration manual 5.1; ssl_sock.c and ssl_crtlist.c. */
import { Cursor } from "../cursor.ts";
import { Refused, rewording } from "../diagnostics.ts";
import type { Draft } from "../drafts/draft.ts";
import { bindTls, createBind, type BindDraft } from "../drafts/lines.ts";
import { inBase } from "../files.ts";
import type { State } from "../state.ts";
import type { AcceptingTls, BindTls, OfferedCertificate } from "../types.ts";
import { BIND_TLS_SETTINGS } from "./bind-tls.ts";
import type { BindKeyword } from "./keyword.ts";
import { parametersOf, required } from "./parameters.ts";

const kw = parametersOf<"bind", BindDraft>("bind");

/** Endings of the files of a bundle: one certificate, signed with several kinds of keys. */
const bundleEndings = ["rsa", "dsa", "ecdsa"];

/** Files in a folder that belong to another one. */
const besides = /\.(?:issuer|ocsp|sctl|key)$/;

/** The files that `path` stands for: itself, or its bundle. */
function filesAt(path: string, { files }: State): string[] {
  if (files.exists(path)) return [path];
  const bundle = bundleEndings.map((ending) => `${path}.${ending}`).filter((file) => files.exists(file));
  if (bundle.length > 0) return bundle;
  throw new Refused(`unable to stat SSL certificate from file '${path}' : No such file or directory.`);
}

function filesIn(folder: string, { files }: State): string[] {
  const start = folder.replace(/\/+$/, "");
  return files
    .list(folder)
    .filter((name) => !name.startsWith(".") && !besides.test(name))
    .toSorted()
    .map((name) => `${start}/${name}`)
    .filter((path) => !files.isDirectory(path));
}

/** Adds certificates to a line; those that come first are what it shows by default. */
function offer(
  tls: Draft<BindTls>,
  paths: readonly string[],
  state: State,
  said: Omit<Listed, "path"> = {},
): void {
  const isDefault = said.isDefault ?? tls.certificates.length === 0;
  for (const path of paths) {
    tls.certificates.push({ ...said, path: state.directory.lasting(path), isDefault });
  }
}

function certificate(cursor: Cursor, bind: BindDraft, state: State): void {
  const isDefault = cursor.peek(-1) === "default-crt";
  const path = inBase(state.global.crtBase, required(cursor, "missing certificate location"));
  const tls = bindTls(bind);
  if (!state.files.isDirectory(path)) {
    offer(tls, filesAt(path, state), state, { ...(isDefault && { isDefault }) });
    return;
  }
  for (const file of filesIn(path, state)) offer(tls, [file], state);
}

function certificateList(cursor: Cursor, bind: BindDraft, state: State): void {
  const name = cursor.peek(-1);
  const path = required(cursor, "missing certificate location");
  const file = state.files.read(path);
  if ("error" in file) throw new Refused(`'${name}' : cannot open file '${path}' : ${file.error}`);
  const lines = file.text.split("\n");
  const last = lines.pop() ?? "";
  const place = (index: number) => (text: string) => `'${name}' : parsing [${path}:${index + 1}]: ${text}`;
  for (const [index, line] of lines.entries()) {
    const listed = rewording(place(index), () => readListed(line, state));
    if (!listed) continue;
    const { path: file, ...said } = listed;
    const files = rewording(
      (text) => `'${name}' : ${text}`,
      () => filesAt(inBase(state.global.crtBase, file), state),
    );
    offer(bindTls(bind), files, state, said);
  }
  if (last !== "") {
    const text = `Missing LF on last line, file might have been truncated at position ${last.length + 1}.`;
    throw new Refused(place(lines.length)(text));
  }
}

/** What is said of a certificate; nothing of `isDefault` leaves it to the order. */
type Listed = Omit<OfferedCertificate, "isDefault"> & { readonly isDefault?: boolean };

/** A line of a list: a certificate, what is set for it in brackets, and the hosts it is for. */
function readListed(line: string, state: State): Listed | undefined {
  if (line.startsWith("#")) return undefined;
  const { before, inside, after } = bracketed(line);
  const [path, ...early] = words(before);
  if (path === undefined) {
    if (inside !== undefined) throw new Refused("file must start with a cert");
    return undefined;
  }
  // What stands in front of the brackets is no option, and is passed over where there are some.
  const names = inside === undefined ? early : words(after);
  return {
    path,
    ...(inside !== undefined && { settings: settingsOf(words(inside), state) }),
    ...(names.length > 0 && { names }),
    ...(names.includes("*") && { isDefault: true }),
  };
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

function bracketed(line: string): { before: string; inside?: string; after: string } {
  const count = (bracket: string): number => line.split(bracket).length - 1;
  if (count("[") > 1) throw new Refused("too many '['");
  if (count("]") > 1) throw new Refused("too many ']'");
  const open = line.indexOf("[");
  const close = line.indexOf("]");
  if (close >= 0 && (open < 0 || close < open)) throw new Refused("missing '['");
  if (open < 0) return { before: line, after: "" };
  const end = close < 0 ? open + 1 : close;
  return { before: line.slice(0, open), inside: line.slice(open + 1, end), after: line.slice(end + 1) };
}

/** HAProxy's settings of single certificates that halua has not. */
const unsupported: readonly string[] =
  "client-sigalgs ktls npn key ocsp issuer sctl ocsp-update acme domains".split(" ");

/** Those of a line that may stand in brackets (ssl_crtlist_kws). */
const inBrackets: ReadonlySet<string> = new Set(
  "allow-0rtt alpn ca-file ciphers ciphersuites crl-file curves ecdhe no-alpn no-ca-names sigalgs ssl-min-ver ssl-max-ver verify".split(
    " ",
  ),
);

const keywords = new Map(
  BIND_TLS_SETTINGS.filter(({ name }) => inBrackets.has(name)).map((each) => [each.name, each]),
);

function settingsOf(given: readonly string[], state: State): AcceptingTls {
  const scratch = createBind("", { file: "", line: 0 });
  const cursor = new Cursor(given, 0);
  while (!cursor.atEnd) {
    const name = cursor.next();
    const keyword = keywords.get(name);
    if (keyword) {
      if (keyword.syntax !== "" && cursor.peek() === "")
        throw new Refused(`ssl args out of '[]' for ${name}`);
      keyword.parse(cursor, scratch, state);
    } else if (unsupported.includes(name)) {
      throw new Refused(`HAProxy's 'crt-list' option '${name}' is not supported by halua`);
    } else throw new Refused(`unknown ssl keyword ${name}`);
  }
  const settings: Partial<Draft<BindTls>> = bindTls(scratch);
  delete settings.certificates;
  delete settings.strictSni;
  delete settings.ignoredErrors;
  return settings;
}

export const CERTIFICATE_KEYWORDS: readonly BindKeyword[] = [
  kw(
    "crt",
    "1.5",
    "<file:path>",
    "A certificate with its key, a bundle of them (`.rsa`, `.dsa`, `.ecdsa`), or a directory.",
    certificate,
  ),
  kw("default-crt", "3.0", "<file:path>", "A certificate for clients that name no host.", certificate),
  kw(
    "crt-list",
    "1.5",
    "<file:path>",
    "A file of certificates, a line each: `file [option...] host...`; a host may be `*.domain`, or `!host` for one less.",
    certificateList,
  ),
];
