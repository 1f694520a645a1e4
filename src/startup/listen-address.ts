import { once } from "node:events";
import { createServer } from "node:net";

/** An address to listen on, and the names of its settings. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly settings: readonly [host: string, port: string];
}

/**
 * Checks that addresses are free, before anything is created.
 * @throws when an address is in use or does not belong to this machine.
 */
export async function checkAddresses(addresses: readonly ListenAddress[]): Promise<void> {
  const servers = addresses.map(() => createServer());
  try {
    for (const [index, { host, port, settings }] of addresses.entries()) {
      const server = servers[index]?.listen({ host, port, exclusive: true });
      if (server) await once(server, "listening").catch(cannotListen({ host, port, settings }));
    }
  } finally {
    for (const server of servers) server.close();
  }
}

/** Creates an error handler that names the settings of an address on which the server cannot listen. */
export function cannotListen({ host, port, settings }: ListenAddress): (error: Error & { code?: string }) => never {
  return (error) => {
    const reason = reasons[error.code ?? ""]?.(host, port, settings) ?? `it fails with ${error.code ?? error.name}`;
    throw new Error(`Cannot listen on the address of ${settings.join(" and ")}, ${host}:${port}: ${reason}.`, {
      cause: error,
    });
  };
}

type Reason = (host: string, port: number, settings: ListenAddress["settings"]) => string;

const reasons: Readonly<Record<string, Reason>> = {
  EADDRINUSE: (_host, _port, [, port]) =>
    `the port is in use (EADDRINUSE). Stop the program that uses it, or set another ${port}`,
  EADDRNOTAVAIL: (host, _port, [setting]) => `this machine has no address ${host} (EADDRNOTAVAIL). Correct ${setting}`,
  EACCES: (_host, _port, [, port]) => `this user must not listen on the port (EACCES). Set ${port} to 1024 or more`,
  ENOTFOUND: (host, _port, [setting]) => `the host ${host} is unknown (ENOTFOUND). Correct ${setting}`,
  EAI_AGAIN: (host, _port, [setting]) => `the host ${host} is unknown (EAI_AGAIN). Correct ${setting}`,
};
