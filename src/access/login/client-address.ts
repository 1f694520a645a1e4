import { isIPv6 } from "node:net";

/**
 * What tells the client with an IP address from others. Of IPv6 it is the network, the first 64 bits: one client has a
 * whole one, and can take another address in it for each attempt. Whatever is no IP address stays as it is.
 */
export function clientKey(address: string): string {
  const ipv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  return isIPv6(address) ? `${networkPrefixOf(address)}::/64` : address;
}

/** The first four groups of an IPv6 address, without leading zeros. */
function networkPrefixOf(address: string): string {
  const [before = [], after = []] = address.split("::").map((part) => (part === "" ? [] : part.split(":")));
  // An IPv4 address at the end takes the place of two groups.
  const given = before.length + after.length + (address.includes(".") ? 1 : 0);
  const groups = [...before, ...Array<string>(8 - given).fill("0"), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
