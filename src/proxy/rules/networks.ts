import { mask4, parseIpv4, parseIpv6, parseNetwork, prefix6 } from "../../samples/patterns/addresses.ts";

/** Whether an address, as text, lies in a network. */
export type NetworkTest = (address: string) => boolean;

/** Prepares `except` of forwardfor and originalto: addresses of the other family are never in it (ipcmp2net()). */
export function networkTest(text: string): NetworkTest {
  const network = parseNetwork(completed(text));
  if (!network) return () => false;
  if (network.family === 6) {
    const { bits, length } = network;
    const wanted = prefix6(bits, length);
    return (address) => {
      const found = parseIpv6(address);
      return found !== undefined && prefix6(found.bits, length) === wanted;
    };
  }
  const mask = "mask" in network ? network.mask : mask4(network.length);
  const wanted = network.bits & mask;
  return (address) => {
    const found = parseIpv4(address);
    return found !== undefined && (found.bits & mask) === wanted;
  };
}

/** HAProxy completes a network that leaves out its last numbers: `127/8`. */
function completed(text: string): string {
  const [address = "", mask] = text.split("/", 2);
  const missing = 4 - address.split(".").length;
  if (mask === undefined || !/^[0-9.]+$/.test(address) || missing <= 0) return text;
  return `${address}${".0".repeat(missing)}/${mask}`;
}
