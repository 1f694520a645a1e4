import ipaddr from "ipaddr.js";

/**
 * The key of a client by its IP address. For IPv6 it is the network, the first 64 bits: a client has a whole network, and can use
 * another address of it for each attempt. Any text that is no IP address stays as it is.
 */
export function clientKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const groups = parsed.parts.slice(0, 4).map((group) => group.toString(16));
  return `${groups.join(":")}::/64`;
}
