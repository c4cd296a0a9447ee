/**
 * The methods `dir` and `dom`: a pattern is found as a whole word of the text,
 * words being what stands between delimiters. Delimiters at the pattern's own
 * ends do not count, those inside it do.
 */
export const directoryDelimiters = "/?";
export const domainDelimiters = "/?.:";

/** The pattern without delimiters at its ends. */
export function trimDelimiters(pattern: string, delimiters: string): string {
  let start = 0;
  let end = pattern.length;
  while (start < end && delimiters.includes(pattern.charAt(start))) start++;
  while (end > start && delimiters.includes(pattern.charAt(end - 1))) end--;
  return pattern.slice(start, end);
}

/** Whether `word` (trimmed) stands in `text` between delimiters or the text's ends. */
export function hasWord(text: string, word: string, delimiters: string): boolean {
  // Nothing is left of a pattern such as "/": it is found where a text ends with a delimiter.
  if (word === "") return text === "" || delimiters.includes(text.charAt(text.length - 1));
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const starts = at === 0 || delimiters.includes(text.charAt(at - 1));
    if (starts && (end === text.length || delimiters.includes(text.charAt(end)))) return true;
  }
  return false;
}
