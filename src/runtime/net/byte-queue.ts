/**
 * Bytes that have arrived and that nobody has read yet, as byte strings. Reads
 * take from the front; nothing is copied until a read crosses two arrivals.
 */
export class ByteQueue {
  #chunks: string[] = [];
  /** How much of the first chunk has been read. */
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: string): void {
    if (chunk === "") return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Takes up to `count` bytes. */
  take(count: number): string {
    const first = this.#chunks[0];
    if (first === undefined || count <= 0) return "";
    const end = this.#offset + count;
    if (end < first.length) {
      const text = first.slice(this.#offset, end);
      this.#offset = end;
      this.#length -= count;
      return text;
    }
    const text = this.#offset === 0 ? first : first.slice(this.#offset);
    this.#chunks.shift();
    this.#offset = 0;
    this.#length -= text.length;
    return text.length === count || this.#length === 0 ? text : text + this.take(count - text.length);
  }

  /** Where the first line feed is, counted from the front; -1 for none in the first `limit` bytes. */
  lineEnd(limit: number): number {
    let before = 0;
    let from = this.#offset;
    for (const chunk of this.#chunks) {
      if (before >= limit) return -1;
      const at = chunk.indexOf("\n", from);
      if (at >= 0) return before + at - from < limit ? before + at - from : -1;
      before += chunk.length - from;
      from = 0;
    }
    return -1;
  }

  clear(): void {
    this.#chunks = [];
    this.#offset = 0;
    this.#length = 0;
  }
}
