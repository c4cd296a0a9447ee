/**
 * How much room HAProxy makes when the objects no longer fit: half powers of
 * two, 0 → 1 → 2 → 3 → 4 → 6 → 8 → 12 → 16 → …
 */
export function nextRoom(room: number): number {
  if (room < 2) return room + 1;
  const isPowerOfTwo = (room & (room - 1)) === 0;
  return isPowerOfTwo ? room + room / 2 : (room & (room - 1)) * 2;
}
