import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, remove, restore, update } from "../customer/customer.steps.js";
import { logInCustomer, logInUser } from "../login/login.operations.js";
import { adminKey, useTestServer } from "../support/server.js";
import { deleteUser, updateUser } from "../user/user.operations.js";
import { givenUser } from "../user/user.steps.js";
import { changesOf, historyAsText, inShort } from "./history.steps.js";

/** Unique passwords, which are no part of other values. */
const passwords = [
  "secret-of-eve-1",
  "secret-of-eve-2",
  "secret-of-ada-1",
  "secret-of-ada-2",
  "secret-of-bob-1",
] as const;
const [eves, evesNext, adas, adasNext, bobs] = passwords;

describe("secrets in history", () => {
  const server = useTestServer();

  it("are not recorded by mutations of users, keys and passwords", async () => {
    const user = await givenUser(server, { email: "eve@example.com", password: eves });
    await server.run(updateUser, { id: user.id, input: { password: evesNext } });
    const customer = await givenCustomer(server, { email: "ada@example.com", password: adas });
    await update(server, customer.id, { password: adasNext });
    const guest = await givenCustomer(server, { email: "bob@example.com" });
    await update(server, guest.id, { password: bobs });
    const key = await givenApiKey(server);
    await server.run(revokeApiKey, { id: key.id });
    const { login } = await server.run(logInUser, { email: "eve@example.com", password: evesNext });
    const { customerLogin } = await server.run(logInCustomer, { email: "ada@example.com", password: adasNext });
    const hashes = await storedHashes();
    await remove(server, customer.id);
    await restore(server, customer.id);
    await server.run(deleteUser, { id: user.id });

    const history = (await historyAsText(server)).join("\n");
    const secrets = [...passwords, ...hashes, key.secret, adminKey, login.token, customerLogin.token];
    for (const secret of secrets) {
      if (!secret) throw new Error("A secret is missing.");
      expect(history).not.toContain(secret);
    }
    for (const column of ["argon2", "hash", "password_version", "passwordVersion", "token"]) {
      expect(history).not.toContain(column);
    }
    expect(history).toContain(key.id);
  });

  it("are not recorded for plain SQL that changes whole rows", async () => {
    const { prisma } = server.testDatabase.database;
    await givenUser(server, { password: eves });
    await givenCustomer(server, { email: "ada@example.com", password: adas });
    await givenApiKey(server);
    const hashes = await storedHashes();
    await prisma.staffUser.deleteMany();
    await prisma.customer.deleteMany();
    await prisma.apiKey.deleteMany();
    const history = (await historyAsText(server)).join("\n");
    for (const hash of hashes) expect(history).not.toContain(hash);
    expect(history).not.toContain("hash");
    expect(history).not.toContain("password_version");
  });

  it("a new password is recorded as a change of `password` without values", async () => {
    const field = { name: "password", before: null, after: null };
    const user = await givenUser(server, { password: eves });
    const ofUser = await changesOf(server, () =>
      server.run(updateUser, { id: user.id, input: { password: evesNext, firstName: "Eve" } }),
    );
    expect(ofUser.map(({ fields }) => fields)).toEqual([[{ name: "firstName", before: null, after: "Eve" }, field]]);

    const customer = await givenCustomer(server, { email: "ada@example.com", password: adas });
    // Setting the same password again ends the sessions, too.
    for (const password of [adasNext, adasNext]) {
      const ofCustomer = await changesOf(server, () => update(server, customer.id, { password }));
      expect(ofCustomer.map(({ action, fields }) => [action, fields])).toEqual([["UPDATED", [field]]]);
    }

    const guest = await givenCustomer(server, { email: "bob@example.com" });
    const ofGuest = await changesOf(server, () => update(server, guest.id, { password: bobs }));
    expect(ofGuest.map(inShort)).toMatchObject([{ fields: { hasAccount: [false, true], password: [null, null] } }]);
  });

  it("a deletion, which ends sessions, is not recorded as a change of password", async () => {
    const { id } = await givenCustomer(server, { email: "ada@example.com", password: adas });
    for (const call of [remove, restore]) {
      const changes = await changesOf(server, () => call(server, id));
      expect(changes.map(({ fields }) => fields.map(({ name }) => name))).toEqual([["deletedAt"]]);
    }
  });

  /** All hashes in the database, as texts that `change::text` could hold. */
  async function storedHashes(): Promise<string[]> {
    const { rows } = await server.testDatabase.database.pool.query<{ hash: string }>(
      `SELECT hash FROM staff_password UNION ALL SELECT hash FROM customer_password
       UNION ALL SELECT encode(secret_hash, 'hex') FROM api_key UNION ALL SELECT encode(secret_hash, 'base64') FROM api_key`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(6);
    return rows.map(({ hash }) => hash);
  }
});
