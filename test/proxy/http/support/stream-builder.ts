/** Builds streams of requests, mostly well-formed and now and then not, out of a row of numbers from 0 to 255. */

/** Hands out the numbers one by one; 0 for ever behind the last. */
class Choices {
  #at = 0;

  constructor(readonly numbers: Uint8Array) {}

  get left(): number {
    return this.numbers.length - this.#at;
  }

  number(): number {
    return this.numbers[this.#at++] ?? 0;
  }

  of<T>(list: readonly T[]): T {
    const chosen = list[this.number() % list.length];
    if (chosen === undefined) throw new Error("an empty list");
    return chosen;
  }

  /** One of the usual, or so many times of 256 an odd one. */
  from({ usual, odd: others }: Parts, times: number): string {
    return this.of(this.rarely(times) ? others : usual);
  }

  /** Yes so many times of 256. */
  rarely(times: number): boolean {
    return this.number() >= 256 - times;
  }
}

/** What is usual, and what is not. */
interface Parts {
  readonly usual: readonly string[];
  readonly odd: readonly string[];
}

const methods: Parts = {
  usual: ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "get"],
  odd: ["OPTIONS", "CONNECT", "PRI", "G(T", ""],
};
const targets: Parts = {
  usual: ["/", "/a?b=c", "/a/../b", "http://h/", "http://h", "http://h:80/x", "//h/x"],
  odd: [
    ...["*", "https://h:443", "h:443", "h", "http://u@h/", "/a#b", "/a\xe9", "/\x7f", "?x", "http://h?x"],
    ...["ftp://h:21/", "http:///x", "*x", "http://[::1]:80/"],
  ],
};
const versions: Parts = {
  usual: ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0"],
  odd: ["HTTP/0.9", "HTTP/2.0", "HTTP/1.11", "http/1.1", "", "HTTP/1.1 ", "HTTP/9.9"],
};
const gaps: Parts = { usual: [" "], odd: ["  ", "\t", "\r", ""] };
const lineEnds: Parts = { usual: ["\r\n"], odd: ["\n", "\n", "\r\n ", "\r", "\n\r"] };
const fields: Parts = {
  usual: [
    ...["host: h", "HOST: h ", "accept: */*", "x-a: b, c", "x:", "x: \t ", "x_y: z", 'cookie: a=b; c="d;e"'],
    ...["connection: close", "connection: keep-alive", "Connection: x, close ,y", "te: trailers", "x: \xff"],
    ...["x: a\r\n\tb", "expect: 100-continue"],
  ],
  odd: [
    ...["Host:h:80", "host: other", "host: [::1]", "host: a/b", "connection: upgrade", "upgrade: foo"],
    ...["upgrade: h2c", "upgrade: websocket", "x: a\x00b", " x: y", "x y: z", "x : y", ": x", "x"],
    ...["content-length: 3", "transfer-encoding: chunked", "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="],
  ],
};
const lengths: Parts = {
  usual: ["3", "03", "3, 3"],
  odd: ["0", "4", "+3", "3 ", "3a", "", "3,", "-1", "99999999999999999999", "3;x"],
};
const codings: Parts = {
  usual: ["chunked", "Chunked", "\tchunked "],
  odd: [
    ...["gzip, chunked", "chunked, chunked", "gzip", "chunked,", "identity", "", '"chunked"', "chunked;x"],
    ...["xchunked", "chunked\x0b", ",chunked"],
  ],
};
const sizes: Parts = {
  usual: ["3", "03", "3 ", "3;a=b", '3;a="b"', "3\t;"],
  odd: ['3;"', "3;\\", "0x3", "", " 3", "4", "2", "fffffffffffff", "10000000000000", "3;\x01", "-3", "3 3"],
};
const chunkEnds: Parts = { usual: ["\r\n"], odd: ["\n", "\r", "", "\r\n\r\n"] };
const lastSizes: Parts = { usual: ["0", "00", "0 ;x"], odd: ["-0", "0\r", ""] };
const trailers: Parts = {
  usual: ["", "x: y\r\n", "host: a\r\n"],
  odd: [
    "content-length: 9\r\n",
    "content-length: x\r\n",
    "transfer-encoding: chunked\r\n",
    "x y\r\n",
    "x\r\n",
  ],
};
const odd = [
  "\r",
  "\n",
  "\0",
  " ",
  "\t",
  ":",
  ",",
  ";",
  '"',
  "\\",
  "\x01",
  "\x7f",
  "\x80",
  "0",
  "H",
  "\r\n",
  "\r\n\r\n",
];

/** A stream of one to three requests; byte string. */
export function buildStream(numbers: Uint8Array): string {
  const choices = new Choices(numbers);
  let stream = choices.rarely(12) ? choices.of(["\r\n", "\n", "\r\n\r\n", "\r", " "]) : "";
  do stream += request(choices);
  while (choices.left > 24);
  while (choices.left > 0) stream = damaged(stream, choices);
  return stream;
}

const statuses: Parts = {
  usual: ["200 OK", "404 Not Found", "200", "304 Not", "204 No", "100 Continue"],
  odd: ["101 Switching", "103 Hints", "299 ", "abc", "2000 X", "", "200\tX", "600 \x80", "101 a\r"],
};
const responseVersions: Parts = {
  usual: ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0"],
  odd: ["HTTP/0.9", "HTTP/3.0", "HTTP/1.11", "http/1.1", "", "ICY"],
};

/** One or two responses, the first perhaps an interim one; byte string. */
export function buildResponse(numbers: Uint8Array): string {
  const choices = new Choices(numbers);
  let stream = "";
  do stream += response(choices);
  while (choices.left > 24);
  while (choices.left > 0) stream = damaged(stream, choices);
  return stream;
}

function response(choices: Choices): string {
  const line = choices.from(responseVersions, 16) + choices.from(gaps, 5) + choices.from(statuses, 32);
  return message(line, choices);
}

function request(choices: Choices): string {
  const gap = (): string => choices.from(gaps, 5);
  const method = choices.from(methods, 24);
  const line = `${method}${gap()}${choices.from(targets, 24)}${gap()}${choices.from(versions, 16)}`;
  return message(line, choices);
}

/** What follows a start line. */
function message(line: string, choices: Choices): string {
  const lineEnd = (): string => choices.from(lineEnds, 5);
  let text = line + lineEnd();
  for (let count = choices.number() % 4; count > 0; count--) text += choices.from(fields, 32) + lineEnd();
  // None, a length, chunks, or both.
  const framing = choices.of([0, 0, 1, 1, 2, 2, 2, 3]);
  if (framing === 1 || framing === 3) text += `content-length: ${choices.from(lengths, 48)}${lineEnd()}`;
  if (framing >= 2) text += `transfer-encoding: ${choices.from(codings, 32)}${lineEnd()}`;
  text += lineEnd();
  if (framing === 1) return `${text}abc`;
  return framing >= 2 ? text + chunks(choices) : text;
}

function chunks(choices: Choices): string {
  let text = "";
  for (let count = choices.number() % 3; count > 0; count--) {
    text += `${choices.from(sizes, 24)}\r\nabc${choices.from(chunkEnds, 12)}`;
  }
  return `${text}${choices.from(lastSizes, 12)}\r\n${choices.from(trailers, 48)}\r\n`;
}

/** Uses three numbers up: where, and what happens there. */
function damaged(stream: string, choices: Choices): string {
  const at = (choices.number() * 256 + choices.number()) % (stream.length + 1);
  const what = choices.number();
  if (what < 208) return stream;
  if (what < 228) return stream.slice(0, at) + choices.of(odd) + stream.slice(at);
  if (what < 240) return stream.slice(0, at) + stream.slice(at + 1);
  if (what < 248) return stream.slice(0, at) + stream.slice(Math.max(0, at - 10), at) + stream.slice(at);
  return what < 252 ? stream.slice(0, at) : stream;
}
