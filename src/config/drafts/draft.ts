/** What all drafts are made of: configuration objects while they are being read. */

/** `T` with everything writable, lists and tables included, one level deep. */
export type Draft<T> = { -readonly [K in keyof T]: DraftValue<T[K]> };
type DraftValue<V> =
  V extends ReadonlyMap<infer K, infer W>
    ? Map<K, W>
    : V extends ReadonlySet<infer U>
      ? Set<U>
      : V extends readonly (infer U)[]
        ? U[]
        : V;

/** `object` without some of its properties. */
export function omit<T extends object, K extends keyof T>(object: T, ...keys: readonly K[]): Omit<T, K> {
  const left = Object.entries(object).filter(([key]) => !(keys as readonly string[]).includes(key));
  return Object.fromEntries(left) as Omit<T, K>;
}
