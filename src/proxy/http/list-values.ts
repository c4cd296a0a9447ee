import { equalsIgnoringCase, isBlank } from "./text.ts";

/** Where the value that starts at `from` ends: at the next comma outside quoted strings, or the end of the text. */
export function valueEnd(text: string, from: number): number {
  const comma = text.indexOf(",", from);
  const quote = text.indexOf('"', from);
  if (quote === -1 || (comma !== -1 && comma < quote)) return comma === -1 ? text.length : comma;
  let quoted = false;
  for (let at = quote; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (quoted && character === "\\") at++;
    else if (!quoted && character === ",") return at;
  }
  return text.length;
}

/**
 * Goes through the comma-separated words of a value and leaves out those that
 * `drop` says yes to; gives what is left. What precedes the first word left
 * out stays byte for byte, the words behind it are joined by bare commas: so
 * HAProxy rewrites `connection` and `upgrade`.
 */
export function keepWords(text: string, drop: (word: string) => boolean): string {
  let kept = "";
  let after = 0;
  let at = 0;
  while (at < text.length) {
    // Blanks in front of a word; the word may be empty.
    while (at < text.length && isBlank(text, at)) at++;
    if (at >= text.length) break;
    const next = valueEnd(text, at);
    let end = next;
    while (end > at && isBlank(text, end - 1)) end--;
    const word = text.slice(at, end);
    if (!drop(word)) {
      if (kept.length === after) kept = text.slice(0, next);
      else kept = kept === "" ? word : `${kept},${word}`;
    }
    after = next;
    at = next + 1;
  }
  return kept;
}

/** {@link keepWords} without those that are `word`, in any case. */
export function withoutWord(text: string, word: string): string {
  return keepWords(text, (one) => equalsIgnoringCase(one, word));
}
