/**
 * How many bits HPACK's Huffman code has for each byte, and for the end at
 * 256, which is never sent (RFC 7541, appendix B). The code is canonical: codes
 * of one length follow each other in the order of their bytes.
 */
// prettier-ignore
const lengths: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
];

/** Nodes of the code's tree: two entries each, for 0 and 1. Positive: the next node; negative: a byte, as ~byte. */
const tree: Int16Array = buildTree();

function buildTree(): Int16Array {
  const nodes = new Int16Array(2 * lengths.length);
  const bySize = [...lengths.keys()].toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  let used = 1;
  let code = 0;
  let size = 0;
  for (const symbol of bySize) {
    const length = lengths[symbol] ?? 0;
    code = code * 2 ** (length - size);
    size = length;
    let at = 0;
    for (let bit = length - 1; bit > 0; bit--) {
      const entry = at * 2 + (Math.floor(code / 2 ** bit) % 2);
      let next = nodes[entry] ?? 0;
      if (next === 0) nodes[entry] = next = used++;
      at = next;
    }
    nodes[at * 2 + (code % 2)] = ~symbol;
    code++;
  }
  return nodes;
}

const end = 256;

/** The byte string that bytes stand for; undefined where they are no such code (RFC 7541 5.2). */
export function decodeHuffman(bytes: Buffer): string | undefined {
  const out: number[] = [];
  let at = 0;
  /** Bits since the last symbol, and whether all of them were ones: that is how the last byte is filled. */
  let open = 0;
  let ones = true;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const one = (byte >> bit) & 1;
      const next = tree[at * 2 + one] ?? 0;
      open++;
      ones &&= one === 1;
      if (next > 0) {
        at = next;
        continue;
      }
      if (~next === end) return undefined;
      out.push(~next);
      at = open = 0;
      ones = true;
    }
  }
  return open < 8 && ones ? Buffer.from(out).toString("latin1") : undefined;
}
