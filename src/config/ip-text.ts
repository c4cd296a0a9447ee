/** Whether a text is an IP address or a mask, as C's inet_pton and HAProxy's str2mask take it. */
import { isIPv4, isIPv6 } from "node:net";

export function isIpv4(text: string): boolean {
  return isIPv4(text);
}

export function isIpv6(text: string): boolean {
  return !text.includes("%") && isIPv6(text);
}

/** `255.255.0.0` or a number of bits, 0 to 32. */
export function isMask4(text: string): boolean {
  if (text.includes(".")) return isIpv4(text);
  return /^[0-9]+$/.test(text) && Number(text) <= 32;
}

/** `ffff::` or a number of bits, 0 to 128. */
export function isMask6(text: string): boolean {
  if (text.includes(":")) return isIpv6(text);
  return /^[0-9]+$/.test(text) && Number(text) <= 128;
}

/** `10.0.0.0/8`, `::1/64`, `127/8`, or an address alone. */
export function isNetwork(text: string): boolean {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const mask = slash < 0 ? undefined : text.slice(slash + 1);
  // HAProxy completes a network that leaves out its last numbers: "127/8".
  const dots = address.split(".").length;
  const full =
    mask !== undefined && /^[0-9.]+$/.test(address) && dots < 4 ? address + ".0".repeat(4 - dots) : address;
  if (isIpv4(full)) return mask === undefined || isMask4(mask);
  if (isIpv6(address)) return mask === undefined || isMask6(mask);
  return false;
}
