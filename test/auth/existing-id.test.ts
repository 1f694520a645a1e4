import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";

describe("existingId of a taken value", () => {
  const server = useTestServer();

  it.each([
    ["CUSTOMERS_READ", true],
    ["CUSTOMER_GROUPS_READ", false],
  ] as const)("shows the owner of an email, with %s: %s", async (scope, isTold) => {
    const { id } = await givenCustomer(server, { email: "ada@example.com" });
    const { secret } = await givenApiKey(server, ["CUSTOMERS_WRITE", scope]);
    const { data } = await server
      .as(secret)
      .ask(
        'mutation { customerCreate(input: {email: "Ada@example.com"}) { userErrors { code ... on TakenError { existingId } } } }',
      );
    const userErrors = [{ code: "EMAIL_TAKEN", existingId: isTold ? id : null }];
    expect(data?.customerCreate).toEqual({ userErrors });
  });

  describe("is hidden from customers", () => {
    const answers = `userErrors { code path message ... on TakenError { existingId } }`;
    const query = `mutation ($id: ID!, $input: CustomerUpdateInput!, $ifVersion: Int) {
      customerUpdate(id: $id, input: $input, ifVersion: $ifVersion) { customer { email } ${answers} } }`;

    /** The further arguments next to the email, each with its effect on the response. */
    const besides: Record<string, { input?: object; ifVersion?: number }> = {
      "nothing else": {},
      "the version": { ifVersion: 1 },
      "another version": { ifVersion: 7 },
      "an invalid name": { input: { firstName: "a\u0000b" } },
      "a password": { input: { password: "another password" } },
      "a password that is too short": { input: { password: "short" } },
    };

    it.each(Object.entries(besides))(
      "in the response, with %s next to the email",
      async (_what, { input, ifVersion }) => {
        const { customer, token } = await givenCustomerSession(server);
        await givenCustomer(server, { email: "registered@example.com", password });
        await givenCustomer(server, { email: "guest@example.com" });
        const emails = ["registered@example.com", "Guest@Example.com", "nobody@example.com", "no email", null];
        const before = await allRows(server);
        const given = emails.map((email) => ({ id: customer.id, input: { email, ...input }, ifVersion }));
        const answersTo = [];
        for (const variables of given) answersTo.push(await server.as(token).ask(query, variables));
        expect(new Set(answersTo.map((answer) => JSON.stringify(answer))).size).toBe(1);
        const message = expect.stringMatching(
          /^This is not for customers: CustomerUpdateInput\.(email|password)\. Use /,
        );
        expect(answersTo[0]).toMatchObject({ data: null, errors: [{ message, extensions: { code: "FORBIDDEN" } }] });
        expect(await allRows(server)).toEqual(before);
      },
    );

    it("for their own email: it changes nothing, in any spelling", async () => {
      const { customer, token } = await givenCustomerSession(server);
      const input = { email: ` ${customer.email?.toUpperCase()}\u200b`, firstName: "Augusta" };
      const { data } = await server.as(token).ask(query, { id: customer.id, input });
      expect(data?.customerUpdate).toEqual({ customer: { email: customer.email }, userErrors: [] });
    });

    it("in the record of another customer", async () => {
      const { token } = await givenCustomerSession(server);
      const { id } = await givenCustomer(server, { email: "registered@example.com", password });
      const answersTo = [];
      for (const email of ["registered@example.com", "nobody@example.com"]) {
        answersTo.push(await server.as(token).ask(query, { id, input: { email } }));
      }
      expect(answersTo[1]).toEqual(answersTo[0]);
      expect(answersTo[0]).toMatchObject({ data: { customerUpdate: { userErrors: [{ code: "NOT_FOUND" }] } } });
    });
  });

  it.each([
    ["CUSTOMER_GROUPS_READ", true],
    ["CUSTOMERS_READ", false],
  ] as const)("shows the owner of a group name, with %s: %s", async (scope, isTold) => {
    const { id } = await givenGroup(server, "Wholesale");
    const { secret } = await givenApiKey(server, ["CUSTOMER_GROUPS_WRITE", scope]);
    const { data } = await server
      .as(secret)
      .ask(
        'mutation { customerGroupCreate(input: {name: "WHOLESALE"}) { userErrors { code ... on TakenError { existingId } } } }',
      );
    const userErrors = [{ code: "NAME_TAKEN", existingId: isTold ? id : null }];
    expect(data?.customerGroupCreate).toEqual({ userErrors });
  });
});
