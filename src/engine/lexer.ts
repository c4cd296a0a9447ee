/**
 * Short ways through Fengari's lexer, which takes most of the time that loading
 * a source takes: plain names, strings, integers, operators and comments are
 * read off the source as one text. Everything else (escapes, long brackets,
 * other numerals, errors) is left to Fengari's, from the same place on.
 */
import type { FengariModule, FengariString } from "./fengari.d.ts";
import { SourceString, textOfBytes } from "./source-string.ts";

interface Semantics {
  i: number | bigint;
  r: number;
  ts: FengariString | null;
}

interface Token {
  token: number;
  readonly seminfo: Semantics;
}

/** Fengari's LexState, as far as it is used here. */
interface LexState {
  current: number;
  linenumber: number;
  lastline: number;
  readonly t: Token;
  readonly lookahead: Token;
  readonly z: { buffer: Uint8Array | null; off: number; n: number };
  /** `n` is ON_SOURCE while the token's text is `token` of the source. */
  readonly buff: { buffer: Uint8Array; n: number };
}

const END_OF_STREAM = -1;
const ON_SOURCE = -1;

/** The source being compiled. */
const source = { bytes: new Uint8Array(0) as Uint8Array, text: "", from: 0, to: 0 };
/** Its names and strings so far: Fengari shares equal ones, too. */
let strings = new Map<string, SourceString>();

function shared(text: string): SourceString {
  let known = strings.get(text);
  if (known === undefined) {
    known = new SourceString(text);
    strings.set(known.text, known);
  }
  return known;
}

/** A string that Fengari has read is one of these, too: constants are found again by identity. */
function share(seminfo: Semantics): void {
  const { ts } = seminfo;
  if (ts !== null && !(ts instanceof SourceString)) seminfo.ts = shared(textOfBytes(ts.realstring));
}

/** llex.c's luaX_newstring. */
export function newString(_ls: LexState, bytes: Uint8Array): SourceString {
  return shared(textOfBytes(bytes));
}

/** Says what is compiled next; there is no other source in between. */
export function beginSource(bytes: Uint8Array): void {
  source.bytes = bytes;
  source.text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  strings = new Map();
}

export function endSource(): void {
  beginSource(new Uint8Array(0));
}

/** lzio.c's luaZ_buffer: the text of the last token, which is only made when an error wants it. */
export function tokenBytes(buff: LexState["buff"]): Uint8Array {
  if (buff.n !== ON_SOURCE) return buff.buffer.subarray(0, buff.n);
  return Buffer.from(source.text.slice(source.from, source.to), "latin1");
}

/** Letters, digits and underscores by their codes. */
const isWord = Array.from({ length: 256 }, (_, c) => /\w/.test(String.fromCharCode(c)));

/** Runs of characters, which V8 passes over faster than any loop that has not run for long. */
const WORD = /\w*/y;
const BLANKS = /[ \t\v\f]*/y;
const LINE = /[^\n\r]*/y;
const QUOTED = /[^"\\\n\r]*/y;
const APOSTROPHED = /[^'\\\n\r]*/y;

/** Where the run of such characters from `from` on ends. */
function endOf(run: RegExp, text: string, from: number): number {
  run.lastIndex = from;
  run.test(text);
  return run.lastIndex;
}

/** Characters that are tokens whatever follows. */
const isSingle = Array.from({ length: 256 }, (_, c) => "(){}],;+*%^#&|".includes(String.fromCharCode(c)));

/** Tokens of two characters, by name, behind the characters that begin them. */
const PAIRS: Readonly<Record<string, string>> = {
  "==": "TK_EQ",
  "<=": "TK_LE",
  "<<": "TK_SHL",
  ">=": "TK_GE",
  ">>": "TK_SHR",
  "~=": "TK_NE",
  "//": "TK_IDIV",
  "::": "TK_DBCOLON",
};

const [TAB, LF, VT, FF, CR, SPACE, QUOTE, APOSTROPHE] = [9, 10, 11, 12, 13, 32, 34, 39];
const [MINUS, DOT, ZERO, NINE, EQUALS, BRACKET] = [45, 46, 48, 57, 61, 91];
/** Longer integers are left to Fengari. */
const SAFE_DIGITS = 15;

type Next = (ls: LexState) => void;
type Lookahead = (ls: LexState) => number;

/** Reads the tokens of one llex module. */
class Scanner {
  readonly #name: number;
  readonly #literal: number;
  readonly #whole: number;
  readonly #reserved = new Map<string, number>();
  readonly #pairs: (Map<number, number> | undefined)[] = [];

  constructor(module: FengariModule) {
    const codes = module.RESERVED as Record<string, number>;
    const code = (name: string): number => codes[name] ?? 0;
    this.#name = code("TK_NAME");
    this.#literal = code("TK_STRING");
    this.#whole = code("TK_INT");
    for (const [name, token] of Object.entries(codes)) {
      if (token >= code("TK_AND") && token <= code("TK_WHILE")) {
        this.#reserved.set(name.slice(3).toLowerCase(), token);
      }
    }
    for (const first of "=<>~/:") this.#pairs[first.charCodeAt(0)] = new Map();
    for (const [pair, name] of Object.entries(PAIRS)) {
      this.#pairs[pair.charCodeAt(0)]?.set(pair.charCodeAt(1), code(name));
    }
  }

  /** The next token; undefined when it is Fengari's to read, from where `ls` stands then. */
  scan(ls: LexState, seminfo: Semantics): number | undefined {
    if (ls.z.buffer !== source.bytes || ls.current === END_OF_STREAM) return undefined;
    const pos = skipBlanks(ls, source.text, ls.z.off - 1);
    const token = pos < source.text.length ? this.#token(ls, seminfo, pos) : undefined;
    if (token === undefined) moveTo(ls, pos);
    return token;
  }

  #token(ls: LexState, seminfo: Semantics, pos: number): number | undefined {
    const { text } = source;
    const c = text.charCodeAt(pos);
    if (isWord[c] === true) return c <= NINE ? this.#integer(ls, seminfo, pos) : this.#word(ls, seminfo, pos);
    if (isSingle[c] === true) {
      ls.z.off = pos + 2;
      return c;
    }
    if (c === QUOTE || c === APOSTROPHE) return this.#string(ls, seminfo, pos, c);
    const next = text.charCodeAt(pos + 1);
    const pairs = this.#pairs[c];
    if (pairs === undefined && !isPlain(c, next)) return undefined;
    const pair = pairs?.get(next);
    ls.z.off = pos + (pair === undefined ? 2 : 3);
    return pair ?? c;
  }

  #word(ls: LexState, seminfo: Semantics, pos: number): number {
    const end = endOf(WORD, source.text, pos + 1);
    const word = source.text.slice(pos, end);
    const reserved = this.#reserved.get(word);
    take(ls, pos, end);
    if (reserved !== undefined) return reserved;
    seminfo.ts = shared(word);
    return this.#name;
  }

  #string(ls: LexState, seminfo: Semantics, pos: number, quote: number): number | undefined {
    const { text } = source;
    const end = endOf(quote === QUOTE ? QUOTED : APOSTROPHED, text, pos + 1);
    if (text.charCodeAt(end) !== quote) return undefined;
    seminfo.ts = shared(text.slice(pos + 1, end));
    take(ls, pos, end + 1);
    return this.#literal;
  }

  #integer(ls: LexState, seminfo: Semantics, pos: number): number | undefined {
    const { text } = source;
    let end = pos;
    let value = 0;
    for (let c = text.charCodeAt(end); c >= ZERO && c <= NINE; c = text.charCodeAt(++end)) {
      value = value * 10 + c - ZERO;
    }
    const after = text.charCodeAt(end);
    if (end - pos > SAFE_DIGITS || after === DOT || isWord[after] === true) return undefined;
    seminfo.i = value;
    take(ls, pos, end);
    return this.#whole;
  }
}

/** Whether a character that may begin a longer token does not. */
function isPlain(c: number, next: number): boolean {
  if (c === MINUS) return next !== MINUS;
  if (c === DOT) return next !== DOT && !(next >= ZERO && next <= NINE);
  return c === BRACKET && next !== BRACKET && next !== EQUALS;
}

/** Where the next token begins; a long comment is left. */
function skipBlanks(ls: LexState, text: string, from: number): number {
  let pos = from;
  for (;;) {
    const c = text.charCodeAt(pos);
    if (c === SPACE || c === TAB || c === FF || c === VT) pos = endOf(BLANKS, text, pos + 1);
    else if (c === LF || c === CR) {
      const next = text.charCodeAt(++pos);
      if ((next === LF || next === CR) && next !== c) pos++;
      ls.linenumber++;
    } else if (c === MINUS && text.charCodeAt(pos + 1) === MINUS && text.charCodeAt(pos + 2) !== BRACKET) {
      pos = endOf(LINE, text, pos + 2);
    } else return pos;
  }
}

/**
 * Makes the character at `pos` the current one for Fengari. Between two tokens
 * read here only `off` tells where `ls` stands.
 */
function moveTo(ls: LexState, pos: number): void {
  const { z } = ls;
  const size = source.text.length;
  ls.current = pos < size ? source.text.charCodeAt(pos) : END_OF_STREAM;
  z.off = pos + 1;
  z.n = Math.max(size - pos - 1, 0);
}

/** Goes behind a token, whose text an error may ask for. */
function take(ls: LexState, from: number, to: number): void {
  source.from = from;
  source.to = to;
  ls.buff.n = ON_SOURCE;
  ls.z.off = to + 1;
}

/** llex.c's luaX_next and luaX_lookahead. */
export function makeLexer(module: FengariModule): { next: Next; lookahead: Lookahead } {
  const scanner = new Scanner(module);
  const original = module.luaX_next as Next;
  const originalLookahead = module.luaX_lookahead as Lookahead;
  const { TK_EOS } = module.RESERVED as { TK_EOS: number };
  return {
    next(ls) {
      if (ls.lookahead.token !== TK_EOS) {
        original(ls);
        return;
      }
      ls.lastline = ls.linenumber;
      const { lastline } = ls;
      const token = scanner.scan(ls, ls.t.seminfo);
      if (token !== undefined) ls.t.token = token;
      else {
        original(ls);
        ls.lastline = lastline;
        share(ls.t.seminfo);
      }
    },
    lookahead(ls) {
      const token = scanner.scan(ls, ls.lookahead.seminfo);
      if (token !== undefined) ls.lookahead.token = token;
      else {
        originalLookahead(ls);
        share(ls.lookahead.seminfo);
      }
      return ls.lookahead.token;
    },
  };
}
