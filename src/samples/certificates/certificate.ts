/** What fetches show of an X.509 certificate (RFC 5280 4.1). */
import { contextTag, elements, identifier, Tag, type Element } from "./der.ts";
import { shortName } from "./object-names.ts";

/** A part of a name. Several of one `group` stand at one level of it. */
export interface NamePart {
  /** The short name, or the identifier with dots. */
  readonly name: string;
  /** Byte string. */
  readonly value: string;
  readonly known: boolean;
  readonly group: number;
  /** The whole element of the value, as DER. */
  readonly tag: number;
}

export interface Certificate {
  /** 3 for all that are used today. */
  readonly version: number;
  /** Bytes. */
  readonly serial: string;
  readonly signatureAlgorithm: string;
  readonly keyAlgorithm: string;
  readonly issuer: readonly NamePart[];
  readonly subject: readonly NamePart[];
  /** `YYMMDDhhmmssZ`; undefined for a time that HAProxy does not show. */
  readonly notBefore: string | undefined;
  readonly notAfter: string | undefined;
  /** `DNS:a, IP Address:1.2.3.4`; undefined where there are none. */
  readonly alternativeNames: string | undefined;
  /** Identifiers of its policies. */
  readonly policies: readonly string[];
}

const known = new WeakMap<Buffer, Certificate | "invalid">();

/** Takes a certificate apart; undefined where the bytes are none. Remembers those it has seen. */
export function readCertificate(der: Buffer): Certificate | undefined {
  let found = known.get(der);
  if (found === undefined) known.set(der, (found = parse(der) ?? "invalid"));
  return found === "invalid" ? undefined : found;
}

function parse(der: Buffer): Certificate | undefined {
  const [signed] = elements(elements(der)[0]?.content ?? Buffer.alloc(0));
  if (signed?.tag !== Tag.sequence) return undefined;
  const fields = elements(signed.content);
  const hasVersion = fields[0]?.tag === contextTag(0);
  const version = hasVersion ? (elements(fields[0]?.content ?? Buffer.alloc(0))[0]?.content.at(-1) ?? 0) : 0;
  const [serial, signature, issuer, validity, subject, key, ...rest] = hasVersion ? fields.slice(1) : fields;
  if (!serial || !signature || !issuer || !validity || !subject || !key) return undefined;
  const [notBefore, notAfter] = elements(validity.content);
  const [algorithm] = elements(key.content);
  const extensions = extensionsOf(rest.find(({ tag }) => tag === contextTag(3)));
  return {
    version: version + 1,
    serial: serial.content.toString("latin1").replace(/^\0(?=.)/s, ""),
    signatureAlgorithm: algorithmOf(signature),
    keyAlgorithm: algorithm ? algorithmOf(algorithm) : "",
    issuer: nameParts(issuer),
    subject: nameParts(subject),
    notBefore: shownTime(notBefore),
    notAfter: shownTime(notAfter),
    alternativeNames: alternativeNames(extensions.get("2.5.29.17")),
    policies: policies(extensions.get("2.5.29.32")),
  };
}

function algorithmOf({ content }: Element): string {
  const [object] = elements(content);
  const dotted = object ? identifier(object.content) : "";
  return shortName(dotted) ?? "UNDEF";
}

function nameParts({ content }: Element): NamePart[] {
  return elements(content).flatMap((set, group) =>
    elements(set.content).flatMap((pair) => {
      const [object, value] = elements(pair.content);
      if (!object || !value) return [];
      const dotted = identifier(object.content);
      const name = shortName(dotted);
      const bytes = value.content.toString("latin1");
      return [{ name: name ?? dotted, known: name !== undefined, value: bytes, group, tag: value.tag }];
    }),
  );
}

/** Without the century; a year from 2050 on is written with it in the certificate, and loses it. */
function shownTime(element: Element | undefined): string | undefined {
  const text = element?.content.toString("latin1") ?? "";
  if (element?.tag === Tag.utcTime) return text.length >= 10 && text < "5" ? text : undefined;
  return text.length >= 12 && text.startsWith("20") ? text.slice(2) : undefined;
}

/** The contents of the extensions by their identifiers. */
function extensionsOf(field: Element | undefined): Map<string, Buffer> {
  const list = elements(field?.content ?? Buffer.alloc(0))[0]?.content ?? Buffer.alloc(0);
  const found = new Map<string, Buffer>();
  for (const { content } of elements(list)) {
    const [object, ...rest] = elements(content);
    const value = rest.find(({ tag }) => tag === Tag.octetString);
    if (object && value) found.set(identifier(object.content), value.content);
  }
  return found;
}

function alternativeNames(extension: Buffer | undefined): string | undefined {
  const [list] = extension ? elements(extension) : [];
  return list && elements(list.content).map(generalName).join(", ");
}

/** As OpenSSL prints a name: its kind, then itself. */
function generalName({ tag, content }: Element): string {
  const text = content.toString("latin1");
  switch (tag) {
    case contextTag(1, false):
      return `email:${text}`;
    case contextTag(2, false):
      return `DNS:${text}`;
    case contextTag(6, false):
      return `URI:${text}`;
    case contextTag(7, false):
      return `IP Address:${addressText(content)}`;
    case contextTag(8, false):
      return `Registered ID:${identifier(content)}`;
    case contextTag(4): {
      const [name] = elements(content);
      return `DirName:${
        name
          ? nameParts(name)
              .map(({ name: key, value }) => `${key} = ${value}`)
              .join(", ")
          : ""
      }`;
    }
    default:
      return "othername:<unsupported>";
  }
}

function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return [...bytes].join(".");
  if (bytes.length !== 16) return "<invalid>";
  return Array.from({ length: 8 }, (_, i) =>
    bytes
      .readUInt16BE(2 * i)
      .toString(16)
      .toUpperCase(),
  ).join(":");
}

function policies(extension: Buffer | undefined): string[] {
  const [list] = extension ? elements(extension) : [];
  return elements(list?.content ?? Buffer.alloc(0)).flatMap(({ content }) => {
    const [object] = elements(content);
    return object ? [identifier(object.content)] : [];
  });
}

/** `/C=FR/CN=x`; undefined for an empty name, and for one with a NUL inside. */
export function onelineName(parts: readonly NamePart[]): string | undefined {
  const values = parts.map(({ value }) => trimmedNul(value));
  if (parts.length === 0 || values.includes(undefined)) return undefined;
  return parts.map(({ name }, at) => `/${name}=${values[at] ?? ""}`).join("");
}

/** The value of the part with that name and number, from 1 or from the end with -1. */
export function namedPart(parts: readonly NamePart[], name: string, number: number): string | undefined {
  const wanted = name.toLowerCase();
  const found = parts.filter((part) => part.name.toLowerCase() === wanted);
  const part = number < 0 ? found.at(number) : found[number - 1];
  return part && trimmedNul(part.value);
}

/** NULs at the end are as good as one; elsewhere they spoil a value. */
function trimmedNul(value: string): string | undefined {
  const end = value.search(/\0/);
  if (end < 0) return value;
  return /^\0+$/.test(value.slice(end)) ? value.slice(0, end + 1) : undefined;
}

/** As RFC 2253 writes names: from the end, with commas. */
export function rfc2253Name(parts: readonly NamePart[]): string {
  let text = "";
  let last: NamePart | undefined;
  for (const part of parts.toReversed()) {
    if (last) text += last.group === part.group ? "+" : ",";
    text += `${part.name}=${part.known ? escapedValue(part.value) : dumped(part)}`;
    last = part;
  }
  return text;
}

function escapedValue(value: string): string {
  const last = value.length - 1;
  return value
    .replace(/[,+"\\<>;]/g, "\\$&")
    .replace(/^[ #]/, "\\$&")
    .replace(last > 0 ? / $/ : /$^/, "\\ ")
    .replace(/[^ -~]/g, (char) => `\\${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

/** What is unknown is written as its DER. */
function dumped({ tag, value }: NamePart): string {
  const bytes = Buffer.from(value, "latin1");
  const length = bytes.length < 128 ? [bytes.length] : [0x81, bytes.length & 255];
  return `#${Buffer.concat([Buffer.from([tag, ...length]), bytes])
    .toString("hex")
    .toUpperCase()}`;
}
