import type { UserCreateInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createUser } from "./user.operations.js";

export const password = "correct horse battery";

/** Creates a member of staff without scopes unless the input says more. */
export async function givenUser(server: TestServer, input: Partial<UserCreateInput> = {}) {
  const defaults = { email: "grace@example.com", password, scopes: [] };
  const { user, userErrors } = (await server.run(createUser, { input: { ...defaults, ...input } })).userCreate;
  if (!user) throw new Error(`The user was refused: ${inShort(userErrors)}`);
  return user;
}
