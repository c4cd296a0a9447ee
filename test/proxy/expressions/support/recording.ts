/** A sample as text and as bytes, both in hexadecimal; null where there is none. */
export type Answer = readonly [text: string, bytes: string] | null;

/** What a program answered to a case: to its expressions, then to its conditions, which are null where they do not hold. */
export interface Recording {
  readonly name: string;
  readonly answers: readonly Answer[];
}
