/** A position among the words of a line. */
export class Cursor {
  constructor(
    readonly words: readonly string[],
    public at: number,
  ) {}

  /** The word here, or `offset` further; "" behind the last. */
  peek(offset = 0): string {
    return this.words[this.at + offset] ?? "";
  }

  /** The word here; the cursor goes on. */
  next(): string {
    return this.words[this.at++] ?? "";
  }

  /** Whether the word here is `word`; the cursor goes on if so. */
  skip(word: string): boolean {
    if (this.peek() !== word) return false;
    this.at++;
    return true;
  }

  get atEnd(): boolean {
    return this.at >= this.words.length;
  }

  /** Whether a condition starts here. */
  get atCondition(): boolean {
    return this.peek() === "if" || this.peek() === "unless";
  }
}
