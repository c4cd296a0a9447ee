/**
 * "did you mean ... maybe ?": the word of a list that looks most like a
 * mistyped one, with HAProxy's measure, so that both give the same hint.
 *
 * A word is described by the letters it holds (each counted once) and by how
 * often one kind of character follows another; kinds are the 26 letters
 * without case, "digit" and "anything else", which also stands before the
 * first and after the last character. Two words are as far apart as these
 * counts differ in sum (fact: tools.c, word_fingerprint_distance).
 */

const DIGIT = 26;
const OTHER = 27;
const KINDS = 28;

type Fingerprint = ReadonlyMap<number, number>;

function kindOf(code: number): number {
  const lower = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
  if (lower >= 0x61 && lower <= 0x7a) return lower - 0x61;
  return code >= 0x30 && code <= 0x39 ? DIGIT : OTHER;
}

function fingerprint(word: string): Fingerprint {
  const counts = new Map<number, number>();
  // Counts are bytes in HAProxy; they wrap, which only very long words can show.
  const count = (key: number): unknown => counts.set(key, ((counts.get(key) ?? 0) + 1) & 0xff);
  let from = OTHER;
  for (let i = 0; i < word.length; i++) {
    const to = kindOf(word.charCodeAt(i));
    counts.set(-1 - to, 1);
    count(KINDS * from + to);
    from = to;
  }
  count(KINDS * from + OTHER);
  return counts;
}

function distance(left: Fingerprint, right: Fingerprint): number {
  let sum = 0;
  for (const [key, value] of left) sum += Math.abs(value - (right.get(key) ?? 0));
  for (const [key, value] of right) if (!left.has(key)) sum += value;
  return sum;
}

/** A word to choose from, and how far away it may be for each letter of either word: 2 if not said. */
export interface Candidate {
  readonly word: string;
  readonly tolerance: number;
}

/**
 * The first of the words nearest to `word`, or undefined when even that one is
 * further away than twice the length of either.
 */
export function nearestWord(word: string, words: Iterable<string | Candidate>): string | undefined {
  const wanted = fingerprint(word);
  let best: Candidate | undefined;
  let bestDistance = Infinity;
  for (const each of words) {
    const candidate = typeof each === "string" ? { word: each, tolerance: 2 } : each;
    const found = distance(wanted, fingerprint(candidate.word));
    if (found < bestDistance) {
      bestDistance = found;
      best = candidate;
    }
  }
  if (!best) return undefined;
  const { tolerance } = best;
  const near = bestDistance <= tolerance * word.length && bestDistance <= tolerance * best.word.length;
  return near ? best.word : undefined;
}
