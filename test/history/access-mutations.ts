import { createApiKey, revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { createUser, deleteUser, updateUser } from "../user/user.operations.js";
import { givenUser, password } from "../user/user.steps.js";
import { anyMoment, type MutationCase, succeeded } from "./mutation-calls.js";

/** The mutations of users and API keys. */
export const accessMutations: Readonly<Record<string, MutationCase>> = {
  userCreate: async () => ({
    succeed: async (run) => {
      const input = { email: "Eve@Example.com", password, firstName: "Eve", scopes: ["ORDERS_READ" as const] };
      const { id } = succeeded((await run(createUser, { input })).userCreate.user);
      const fields = {
        email: [null, "eve@example.com"],
        firstName: [null, "Eve"],
        password: [null, null],
        scopes: [null, ["ORDERS_READ"]],
      } as const;
      return [{ action: "CREATED", subject: `USER ${id}`, fields }];
    },
    isRepeatable: false,
    refuse: async (run) =>
      (await run(createUser, { input: { email: "eve", password, scopes: [] } })).userCreate.userErrors,
  }),

  userUpdate: async ({ server }) => {
    const { id } = await givenUser(server, { email: "eve@example.com", firstName: "Eve", scopes: ["ORDERS_READ"] });
    return {
      succeed: async (run) => {
        const input = { email: "EVA@example.com", firstName: null, lastName: "Luna", scopes: [] };
        succeeded((await run(updateUser, { id, input })).userUpdate.user);
        const fields = {
          email: ["eve@example.com", "eva@example.com"],
          firstName: ["Eve", null],
          lastName: [null, "Luna"],
          scopes: [["ORDERS_READ"], []],
        } as const;
        return [{ action: "UPDATED", subject: `USER ${id}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(updateUser, { id, input: { email: null } })).userUpdate.userErrors,
    };
  },

  userDelete: async ({ server }) => {
    const { id } = await givenUser(server, { email: "eve@example.com" });
    return {
      succeed: async (run) => {
        succeeded((await run(deleteUser, { id })).userDelete.deletedId);
        return [{ action: "DELETED", subject: `USER ${id}`, fields: { deletedAt: [null, anyMoment] } }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(deleteUser, { id: "user_unknown" })).userDelete.userErrors,
    };
  },

  apiKeyCreate: async ({ caller }) => ({
    succeed: async (run) => {
      const expiresAt = "2999-12-31T23:59:59.999Z";
      const input = { title: "Shop", scopes: ["CUSTOMERS_READ" as const], expiresAt };
      const { id, redacted } = succeeded((await run(createApiKey, { input })).apiKeyCreate.apiKey);
      const fields = {
        createdBy: [null, caller.id],
        expiresAt: [null, expiresAt],
        redacted: [null, redacted],
        scopes: [null, ["CUSTOMERS_READ"]],
        title: [null, "Shop"],
      } as const;
      return [{ action: "CREATED", subject: `API_KEY ${id}`, fields }];
    },
    isRepeatable: false,
    refuse: async (run) =>
      (await run(createApiKey, { input: { title: "x".repeat(256), scopes: [] } })).apiKeyCreate.userErrors,
  }),

  apiKeyRevoke: async ({ server }) => {
    const { id } = await givenApiKey(server);
    return {
      succeed: async (run) => {
        const { revokedAt } = succeeded((await run(revokeApiKey, { id })).apiKeyRevoke.apiKey);
        return [{ action: "UPDATED", subject: `API_KEY ${id}`, fields: { revokedAt: [null, revokedAt] } }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(revokeApiKey, { id: "apk_unknown" })).apiKeyRevoke.userErrors,
    };
  },
};
