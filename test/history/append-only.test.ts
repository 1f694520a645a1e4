import { type GraphQLType, getNamedType, isInputObjectType, isObjectType } from "graphql";
import { createSchema } from "../../src/schema.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";
import { historyAsText } from "./history.steps.js";

describe("history is append-only", () => {
  const server = useTestServer();

  it.each([
    ["UPDATE", "UPDATE change SET actor_id = 'nobody'"],
    ["UPDATE of nothing", "UPDATE change SET actor_id = 'nobody' WHERE false"],
    ["DELETE", "DELETE FROM change"],
    ["DELETE of nothing", "DELETE FROM change WHERE false"],
    ["TRUNCATE", "TRUNCATE change"],
    [
      "INSERT that updates",
      "INSERT INTO change SELECT * FROM change ON CONFLICT (id) DO UPDATE SET actor_id = 'nobody'",
    ],
    [
      "MERGE",
      "MERGE INTO change USING (VALUES (1)) AS one (n) ON true WHEN MATCHED THEN UPDATE SET actor_id = 'nobody'",
    ],
  ])("in the database, which refuses %s", async (_, statement) => {
    await givenCustomer(server);
    const before = await historyAsText(server);
    expect(before).not.toEqual([]);
    // SQLSTATE 23001: restrict_violation.
    await expect(server.testDatabase.database.pool.query(statement)).rejects.toMatchObject({ code: "23001" });
    expect(await historyAsText(server)).toEqual(before);
  });

  it("in the schema: no mutation has a change as argument or result", () => {
    const mutations = Object.values(createSchema().getMutationType()?.getFields() ?? {});
    expect(mutations).not.toEqual([]);
    const named = mutations.map(({ name }) => name).filter((name) => /history|change/i.test(name));
    // A customer or a user changes something of their own.
    expect(named.filter((name) => !/(Email|Password)Change(Request|Confirm)?$/.test(name))).toEqual([]);
    for (const { type, args } of mutations) {
      for (const named of [type, ...args.map((argument) => argument.type)].map(getNamedType)) {
        if (!isObjectType(named) && !isInputObjectType(named)) continue;
        const fields = Object.values<{ type: GraphQLType }>(named.getFields());
        const types = fields.map((field) => getNamedType(field.type).name);
        expect([named.name, ...types].filter((typeName) => typeName.includes("Change"))).toEqual([]);
      }
    }
  });
});
