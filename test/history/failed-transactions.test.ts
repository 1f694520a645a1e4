import { print } from "graphql";
import { rome } from "../address/address.steps.js";
import { createCustomer } from "../customer/customer.operations.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { describeOnServer } from "../support/database.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { changesOf, historyAsText } from "./history.steps.js";

describe("the history of a transaction that fails", () => {
  const server = useTestServer();
  const sql = (text: string) => server.testDatabase.database.pool.query(text);
  const input = async () => ({
    email: "eve@example.com",
    addresses: [rome],
    groupIds: [(await givenGroup(server)).id],
  });

  /** Makes writes of memberships fail with a conflict while the condition is true. They are the last writes of a transaction. */
  async function failingMemberships(condition: string, work: () => Promise<void>): Promise<void> {
    await sql("CREATE SEQUENCE attempts");
    await sql(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF ${condition} THEN RAISE unique_violation; END IF; RETURN NEW; END $$`);
    await sql("CREATE TRIGGER fail AFTER INSERT ON customer_group_member FOR EACH ROW EXECUTE FUNCTION fail()");
    try {
      await work();
    } finally {
      await sql("DROP FUNCTION fail CASCADE");
      await sql("DROP SEQUENCE attempts");
    }
  }

  it("is empty", async () => {
    const variables = { input: await input() };
    const rows = await allRows(server);
    const history = await historyAsText(server);
    await failingMemberships("true", async () => {
      const { errors } = await server.ask(print(createCustomer), variables);
      expect(errors).toMatchObject([{ path: ["customerCreate"] }]);
    });
    expect(await allRows(server)).toEqual(rows);
    expect(await historyAsText(server)).toEqual(history);
  });

  it("contains only the attempt that succeeds", async () => {
    const variables = { input: await input() };
    await failingMemberships("nextval('attempts') < 3", async () => {
      const changes = await changesOf(server, () => server.run(createCustomer, variables));
      expect(changes.map(({ action, subjectType }) => `${action} ${subjectType}`)).toEqual([
        "CREATED CUSTOMER",
        "CREATED ADDRESS",
        "MEMBER_ADDED CUSTOMER",
      ]);
      expect(changes.map(({ actor }) => actor?.type)).toEqual(["API_KEY", "API_KEY", "API_KEY"]);
    });
  });

  describeOnServer("against competitors", () => {
    it("contains only the call that succeeds", async () => {
      const variables = { input: { email: "eve@example.com", addresses: [rome] } };
      const changes = await changesOf(server, () =>
        Promise.all(Array.from({ length: 10 }, () => server.run(createCustomer, variables))),
      );
      expect(changes.map(({ action, subjectType }) => `${action} ${subjectType}`)).toEqual([
        "CREATED CUSTOMER",
        "CREATED ADDRESS",
      ]);
    });
  });
});
