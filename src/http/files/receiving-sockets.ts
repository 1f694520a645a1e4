import type { Socket } from "node:net";

const receiving = new WeakSet<Socket>();

/**
 * Exempts a connection from the time in which a request must arrive, while it sends a file.
 * @returns a function that ends the exemption.
 */
export function exemptFromReceiveTime(socket: Socket): () => void {
  receiving.add(socket);
  return () => void receiving.delete(socket);
}

export function isReceivingFile(socket: Socket): boolean {
  return receiving.has(socket);
}
