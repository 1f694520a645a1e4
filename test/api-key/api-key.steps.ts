import type { Scope } from "../../src/access/auth/scope.type.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createApiKey } from "./api-key.operations.js";

/** Creates an API key with these scopes. */
export async function givenApiKey(server: TestServer, scopes: Scope[] = []): Promise<{ id: string; secret: string }> {
  const { apiKey, secret, userErrors } = (await server.run(createApiKey, { input: { title: "Import", scopes } }))
    .apiKeyCreate;
  if (!apiKey || !secret) throw new Error(`The API key was refused: ${inShort(userErrors)}`);
  return { id: apiKey.id, secret };
}
