import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Scope, scopesOf } from "../../src/access/auth/scope.type.js";
import { migrationsFolder } from "../../src/database/migrations/migration-files.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { useTestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";

const firstScopes: readonly Scope[] = [
  "CUSTOMERS_READ",
  "CUSTOMERS_WRITE",
  "CUSTOMER_GROUPS_READ",
  "CUSTOMER_GROUPS_WRITE",
  "PRICE_LISTS_READ",
  "PRICE_LISTS_WRITE",
  "ORDERS_READ",
  "ORDERS_WRITE",
  "HISTORY_READ",
  "USERS_MANAGE",
  "API_KEYS_MANAGE",
];

const migrations: readonly { migration: string; scope: Scope; former: readonly Scope[] }[] = [
  { migration: "20260816000000_regions", scope: "REGIONS_WRITE", former: firstScopes },
  { migration: "20260818000000_accounts", scope: "PERSONAL_DATA_MANAGE", former: [...firstScopes, "REGIONS_WRITE"] },
  {
    migration: "20260823000000_jobs",
    scope: "JOBS_MANAGE",
    former: [...firstScopes, "REGIONS_WRITE", "PERSONAL_DATA_MANAGE"],
  },
];

describe.each(migrations)("the migration that adds $scope", ({ migration, scope, former }) => {
  const server = useTestServer();

  /** Runs the statements of the migration that write rows. The test database has its tables already. */
  async function grant(): Promise<void> {
    const sql = await readFile(path.join(migrationsFolder, migration, "migration.sql"), "utf8");
    const statements = sql.match(/^UPDATE [^;]+;/gm) ?? [];
    expect(statements).toHaveLength(2);
    for (const statement of statements) await server.testDatabase.database.pool.query(statement);
  }

  it("is added to the users and API keys that have all former scopes", async () => {
    const { prisma } = server.testDatabase.database;
    const most = former.slice(1);
    const scopesAfter = async (scopes: readonly Scope[], email: string) => {
      const user = await givenUser(server, { email, scopes: [...scopes] });
      const key = await givenApiKey(server, [...scopes]);
      await grant();
      const rows = [
        await prisma.staffUser.findUniqueOrThrow({ where: { id: user.id } }),
        await prisma.apiKey.findUniqueOrThrow({ where: { id: key.id } }),
      ];
      return rows.map((row) => scopesOf(row.scopes));
    };
    const all = scopesOf([...former, scope]);
    expect(await scopesAfter(former, "ada@example.com")).toEqual([all, all]);
    expect(await scopesAfter(most, "eva@example.com")).toEqual([most, most]);
  });
});
