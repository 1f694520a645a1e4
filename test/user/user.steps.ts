import type { UserCreateInput, UserUpdateInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createUser, deleteUser, updateUser } from "./user.operations.js";

export const password = "correct horse battery";

/** Creates a user, by default without scopes. */
export async function givenUser(server: TestServer, input: Partial<UserCreateInput> = {}) {
  const defaults = { email: "grace@example.com", password, scopes: [] };
  const { user, userErrors } = (await server.run(createUser, { input: { ...defaults, ...input } })).userCreate;
  if (!user) throw new Error(`The user was refused: ${inShort(userErrors)}`);
  return user;
}

export async function update(server: TestServer, id: string, input: UserUpdateInput) {
  return (await server.run(updateUser, { id, input })).userUpdate;
}

export async function remove(server: TestServer, id: string) {
  return (await server.run(deleteUser, { id })).userDelete;
}
