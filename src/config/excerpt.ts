/** A line shown in a message with a mark below the place of a fault. Source: tools.c (sanitize_for_printing). */

/**
 * At most `width` characters of `text` around `position`, and the line that
 * points at it when the text is printed behind `indent` columns. What is not
 * printable shows as `?`.
 */
export function excerpt(
  text: string,
  position: number,
  width: number,
  indent: number,
): { readonly line: string; readonly pointer: string } {
  let line: string;
  let at = position;
  if (position >= width) {
    // The fault moves to the middle; three dots stand for what is left out on both sides.
    const shift = position - Math.floor(width / 2);
    at = Math.floor(width / 2);
    line = `...${text.slice(shift + 3, shift + width - 3)}...`;
  } else {
    line = text.slice(0, width);
  }
  const printable = line.replace(/[^ -~]/g, (char) => (/\s/.test(char) ? " " : "?"));
  return { line: printable, pointer: " ".repeat(indent + at) + "^" };
}
