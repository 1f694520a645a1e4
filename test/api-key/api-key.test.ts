import { createHash } from "node:crypto";
import { print } from "graphql";
import { rootKeyId, saveRootKey } from "../../src/access/api-key/root-key.js";
import { longAgo } from "../customer/customer.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import type { ApiKeyCreateInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { adminKey, useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { apiKeysPage, createApiKey, readViewer, revokeApiKey } from "./api-key.operations.js";
import { givenApiKey } from "./api-key.steps.js";

const toCome = "2100-01-01T00:00:00.000Z";

describe("apiKeyCreate", () => {
  const server = useTestServer();
  const create = async (input: Partial<ApiKeyCreateInput>, asker: Pick<typeof server, "run"> = server) =>
    (await asker.run(createApiKey, { input: { title: "ERP import", scopes: [], ...input } })).apiKeyCreate;

  it("returns the secret of a key that works at once, and stores only its SHA-256 hash", async () => {
    const { user, token } = await givenUserSession(server, { scopes: ["API_KEYS_MANAGE", "ORDERS_READ"] });
    const input: Partial<ApiKeyCreateInput> = { title: " ERP\u00a0", scopes: ["ORDERS_READ"], expiresAt: toCome };
    const { apiKey, secret, userErrors } = await create(input, server.as(token));
    expect(userErrors).toEqual([]);
    expect(secret).toMatch(/^sk_[\w-]{43}$/);
    expect(apiKey).toEqual({
      id: expect.stringMatching(/^apk_[0-9A-HJKMNP-TV-Z]{26}$/),
      title: "ERP",
      redacted: `${secret?.slice(0, 6)}…`,
      scopes: ["ORDERS_READ"],
      createdBy: user.id,
      createdAt: expect.any(String),
      lastUsedAt: null,
      expiresAt: toCome,
      revokedAt: null,
    });
    expect(await server.as(secret).run(readViewer)).toMatchObject({
      viewer: { type: "API_KEY", scopes: ["ORDERS_READ"], apiKey: { id: apiKey?.id }, user: null, customer: null },
    });
    const row = await server.testDatabase.database.prisma.apiKey.findUnique({ where: { id: apiKey?.id ?? "" } });
    expect(Buffer.from(row?.secretHash ?? [])).toEqual(
      createHash("sha256")
        .update(secret ?? "")
        .digest(),
    );
    expect(JSON.stringify(row)).not.toContain(secret?.slice(7));
  });

  it("stores each scope once in the order of the schema, and creates a new secret each time", async () => {
    const { apiKey, secret } = await create({ scopes: ["USERS_MANAGE", "ORDERS_READ", "USERS_MANAGE"] });
    expect(apiKey?.scopes).toEqual(["ORDERS_READ", "USERS_MANAGE"]);
    expect((await create({})).secret).not.toBe(secret);
  });

  it.each<[string, Partial<ApiKeyCreateInput>, string]>([
    ["a blank title", { title: " \u200b" }, "BLANK at input.title"],
    ["a title of 256 characters", { title: "a".repeat(256) }, "TOO_LONG at input.title"],
    ["a title with NUL", { title: "ERP\0" }, "INVALID at input.title"],
    ["an end in the past", { expiresAt: longAgo.toISOString() }, "OUT_OF_RANGE at input.expiresAt"],
  ])("refuses %s and writes nothing", async (_what, input, error) => {
    const before = await allRows(server);
    const { apiKey, secret, userErrors } = await create(input);
    expect({ apiKey, secret, errors: inShort(userErrors) }).toEqual({ apiKey: null, secret: null, errors: [error] });
    expect(await allRows(server)).toEqual(before);
  });

  it("returns FORBIDDEN for scopes that the caller does not have, and writes nothing", async () => {
    const { secret } = await givenApiKey(server, ["API_KEYS_MANAGE", "ORDERS_READ"]);
    const before = await allRows(server);
    const input = { title: "ERP import", scopes: ["HISTORY_READ", "ORDERS_READ", "CUSTOMERS_READ"] };
    expect(await server.as(secret).ask(print(createApiKey), { input })).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: "FORBIDDEN", missingScopes: ["CUSTOMERS_READ", "HISTORY_READ"] } }],
    });
    expect(await allRows(server)).toEqual(before);
  });
});

describe("apiKeyRevoke", () => {
  const server = useTestServer();
  const revoke = async (id: string) => (await server.run(revokeApiKey, { id })).apiKeyRevoke;

  it("revokes a key, and does not change a revoked key", async () => {
    const { id, secret } = await givenApiKey(server);
    const { apiKey, ...rest } = await revoke(id);
    expect(apiKey).toMatchObject({ id, title: "Import", revokedAt: expect.any(String) });
    expect(rest).toEqual({ secret: null, userErrors: [] });
    expect((await server.as(secret).ask("{ viewer { type } }")).status).toBe(401);

    const { prisma } = server.testDatabase.database;
    await prisma.apiKey.update({ where: { id }, data: { revokedAt: longAgo } });
    expect((await revoke(id)).apiKey?.revokedAt).toBe(longAgo.toISOString());
    expect(await prisma.apiKey.findUnique({ where: { id } })).toMatchObject({ revokedAt: longAgo });
  });

  it.each([
    ["an unknown id", "apk_unknown", "NOT_FOUND at id"],
    ["an id that no row can have", "apk_\0", "NOT_FOUND at id"],
    ["another kind's id", "user_1", "INVALID_ID at id"],
    ["the root key", rootKeyId, "CONFLICTING_INPUT at id"],
  ])("refuses %s and writes nothing", async (_what, id, error) => {
    const before = await allRows(server);
    const { apiKey, userErrors } = await revoke(id);
    expect(apiKey).toBeNull();
    expect(inShort(userErrors)).toEqual([error]);
    expect(await allRows(server)).toEqual(before);
  });

  it("returns FORBIDDEN for a key with scopes that the caller does not have, unless it is already revoked", async () => {
    const { id } = await givenApiKey(server, ["ORDERS_READ"]);
    const manager = server.as((await givenApiKey(server, ["API_KEYS_MANAGE"])).secret);
    const before = await allRows(server);
    const { errors } = await manager.ask(print(revokeApiKey), { id });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", missingScopes: ["ORDERS_READ"] });
    expect(await allRows(server)).toEqual(before);
    await revoke(id);
    expect((await manager.run(revokeApiKey, { id })).apiKeyRevoke.userErrors).toEqual([]);
  });
});

describe("the root key", () => {
  const server = useTestServer();
  const db = () => server.testDatabase.database.prisma;
  const statusFor = async (secret: string) => (await server.as(secret).ask("{ viewer { type } }")).status;

  it("is replaced when the secret changes", async () => {
    await saveRootKey(db(), "another-root-key");
    expect([await statusFor(adminKey), await statusFor("another-root-key")]).toEqual([401, 200]);
    expect(await db().apiKey.findMany()).toMatchObject([{ id: rootKeyId, redacted: "…" }]);
  });

  it("is revoked when no secret is set, and works again when it is set", async () => {
    await saveRootKey(db(), undefined);
    expect(await statusFor(adminKey)).toBe(401);
    expect(await db().apiKey.findMany()).toMatchObject([{ id: rootKeyId, revokedAt: expect.any(Date) }]);
    await saveRootKey(db(), adminKey);
    expect(await statusFor(adminKey)).toBe(200);
  });

  it("must not have the secret of another key", async () => {
    const { secret } = await givenApiKey(server);
    const refusal = saveRootKey(db(), secret);
    await expect(refusal).rejects.toThrow("ADMIN_API_KEY must not be the secret");
    await expect(refusal).rejects.not.toThrow(secret);
    expect(await statusFor(adminKey)).toBe(200);
  });
});

describe("apiKeys", () => {
  const server = useTestServer();
  const read = async (variables: object = {}) => (await server.run(apiKeysPage, variables)).apiKeys;

  it("lists all keys, also revoked ones, without their secrets", async () => {
    const { apiKey } = (await server.run(createApiKey, { input: { title: "ERP import", scopes: [] } })).apiKeyCreate;
    const { id } = await givenApiKey(server);
    const revoked = (await server.run(revokeApiKey, { id })).apiKeyRevoke.apiKey;
    const { nodes, totalCount } = await read();
    expect(totalCount).toBe(3);
    expect(nodes.filter(({ id }) => id !== rootKeyId)).toEqual([apiKey, revoked]);
  });

  it("returns one page at a time", async () => {
    const ids = [await givenApiKey(server), await givenApiKey(server), await givenApiKey(server)].map(({ id }) => id);
    const first = await read({ first: 2 });
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const rest = await read({ first: 2, after: first.edges.at(-1)?.cursor });
    expect(rest.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
    expect([...first.nodes, ...rest.nodes].map(({ id }) => id).sort()).toEqual([...ids, rootKeyId].sort());
  });
});
