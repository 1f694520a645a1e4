import ipaddr from "ipaddr.js";

/**
 * The key under which a client is counted: its IPv4 address, or the first 64 bits of its IPv6 address. An IPv6 client
 * usually owns a whole /64 network and can use another address for each attempt. Other texts stay unchanged.
 */
export function clientKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const groups = parsed.parts.slice(0, 4).map((group) => group.toString(16));
  return `${groups.join(":")}::/64`;
}
