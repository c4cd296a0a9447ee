/** Addresses for `%p`: what `tostring` shows of an object. */
const addresses = new WeakMap<object, string>();
let last = 0x55_5555_0000;

export function addressOf(v: unknown): string {
  if ((typeof v !== "object" && typeof v !== "function") || v === null) return "(nil)";
  let address = addresses.get(v);
  if (address === undefined) {
    last += 32;
    address = `0x${last.toString(16).padStart(12, "0")}`;
    addresses.set(v, address);
  }
  return address;
}
