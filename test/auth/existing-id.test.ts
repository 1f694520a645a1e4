import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";
import { changeOwn } from "./own-record.operations.js";

describe("whose a taken value is", () => {
  const server = useTestServer();

  it.each([
    ["CUSTOMERS_READ", true],
    ["CUSTOMER_GROUPS_READ", false],
  ] as const)("learns of emails, with %s: %s", async (scope, isTold) => {
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

  it("a customer does not learn", async () => {
    const { customer, token } = await givenCustomerSession(server);
    await givenCustomer(server, { email: "eva@example.com", password });
    const input = { email: "eva@example.com" };
    const { customerUpdate } = await server.as(token).run(changeOwn, { id: customer.id, input });
    expect(customerUpdate.userErrors).toMatchObject([{ code: "EMAIL_TAKEN", existingId: null }]);
  });

  it.each([
    ["CUSTOMER_GROUPS_READ", true],
    ["CUSTOMERS_READ", false],
  ] as const)("learns of group names, with %s: %s", async (scope, isTold) => {
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
