import { createTokens } from "../../src/access/auth/tokens.js";
import { deleteCustomer, updateCustomer } from "../customer/customer.operations.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { whileInUse } from "../session/session.steps.js";
import { graphql } from "../support/generated/gql.js";
import { jwtSecret, type OtherServer, useTestServer } from "../support/server.js";
import { deleteUser, updateUser } from "../user/user.operations.js";

const whoAmI = graphql(`
  query SessionOf {
    viewer {
      scopes
      user {
        id
      }
      customer {
        id
      }
    }
  }
`);

describe("on two servers over one database", () => {
  const server = useTestServer();
  let second: OtherServer;
  beforeAll(async () => {
    second = await server.another();
  });

  /** The caller that each of two servers on the same database finds for the token. */
  async function callersOf(token: string): Promise<string[]> {
    const answers = await Promise.all(
      [server, second].map((one) => one.as(token).ask("{ viewer { user { id } customer { id } } }")),
    );
    return answers.map((answer) => {
      const viewer: { user?: { id: string }; customer?: { id: string } } = answer.data?.viewer ?? {};
      return (viewer.user ?? viewer.customer)?.id ?? String(answer.errors?.[0]?.extensions?.code);
    });
  }

  const ended = ["UNAUTHENTICATED", "UNAUTHENTICATED"];

  describe("the token of a member of staff", () => {
    it("is accepted by every server on the database, and ends at once on all of them with a new password", async () => {
      const { user, token } = await givenUserSession(server);
      expect(await callersOf(token)).toEqual([user.id, user.id]);
      await server.run(updateUser, { id: user.id, input: { password: "another good password" } });
      expect(await callersOf(token)).toEqual(ended);
    });

    it("stays valid after every other change of the user, including a refused password", async () => {
      const { user, token } = await givenUserSession(server);
      await server.run(updateUser, { id: user.id, input: { email: "hopper@example.com", firstName: "Grace" } });
      await server.run(updateUser, { id: user.id, input: { password: "short" } });
      expect(await callersOf(token)).toEqual([user.id, user.id]);
    });

    it("ends when the user is deleted", async () => {
      const { user, token } = await givenUserSession(server);
      await server.run(deleteUser, { id: user.id });
      expect(await callersOf(token)).toEqual(ended);
    });

    it("has the current scopes of the user, not those at login", async () => {
      const { user, token } = await givenUserSession(server, { scopes: ["CUSTOMERS_READ", "ORDERS_READ"] });
      await whileInUse([server, second], [token], () =>
        server.run(updateUser, { id: user.id, input: { scopes: ["ORDERS_READ", "HISTORY_READ"] } }),
      );
      for (const one of [server, second]) {
        expect((await one.as(token).run(whoAmI)).viewer.scopes).toEqual(["ORDERS_READ", "HISTORY_READ"]);
        const { status } = await one.as(token).ask("{ customers { totalCount } }");
        expect(status).toBe(403);
      }
    });
  });

  describe("the token of a customer", () => {
    it("ends at once on every server with a new password", async () => {
      const { customer, token } = await givenCustomerSession(server);
      expect(await callersOf(token)).toEqual([customer.id, customer.id]);
      await server.run(updateCustomer, { id: customer.id, input: { password: "another good password" } });
      expect(await callersOf(token)).toEqual(ended);
    });

    it("ends when the customer is deleted", async () => {
      const { customer, token } = await givenCustomerSession(server);
      await server.run(deleteCustomer, { id: customer.id });
      expect(await callersOf(token)).toEqual(ended);
    });
  });

  describe("a token of the server for another subject", () => {
    const tokenFor = async (id: string, passwordVersion = 1) =>
      (await createTokens([jwtSecret]).issue({ id, passwordVersion }, 60)).token;

    it("authenticates a customer's id as a customer and a user's id as a user, also with the same password version", async () => {
      const { user } = await givenUserSession(server);
      const { customer } = await givenCustomerSession(server);
      const asUser = await server.as(await tokenFor(user.id)).run(whoAmI);
      expect(asUser.viewer).toMatchObject({ user: { id: user.id }, customer: null });
      const asCustomer = await server.as(await tokenFor(customer.id)).run(whoAmI);
      expect(asCustomer.viewer).toMatchObject({ user: null, customer: { id: customer.id }, scopes: [] });
    });

    it("is refused for an id that is unknown, has no password, is of another type or has another prefix", async () => {
      const { user } = await givenUserSession(server);
      const { customer } = await givenCustomerSession(server);
      const { prisma } = server.testDatabase.database;
      await prisma.customer.create({ data: { id: "cus_guest", email: "guest@example.com" } });
      const ids = [
        "user_unknown",
        "cus_guest",
        "apk_root",
        "",
        "user_\0",
        "cus_\ud800",
        user.id.replace("user_", "cus_"),
        customer.id.replace("cus_", "user_"),
        user.id.toUpperCase(),
      ];
      for (const id of ids) expect(await callersOf(await tokenFor(id))).toEqual(ended);
    });

    it("is refused for any other version of the password", async () => {
      const { user } = await givenUserSession(server);
      for (const version of [0, 2, -1, 1.5, 2 ** 31, 2 ** 53]) {
        expect(await callersOf(await tokenFor(user.id, version))).toEqual(ended);
      }
    });
  });

  it.each([
    ["empty parts", ".."],
    ["no signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyXzEifQ."],
    ["no JSON", "abc.def.ghi"],
    ["a payload of null", "eyJhbGciOiJIUzI1NiJ9.bnVsbA.x"],
    ["a hundred thousand characters", `${"a".repeat(100_000)}.b.c`],
  ])("a malformed token is UNAUTHENTICATED: %s", async (_what, garbage) => {
    expect(await callersOf(garbage)).toEqual(ended);
  });
});
