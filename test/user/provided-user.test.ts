import { answerTo, type Claims, issuer, serverFor, unauthenticated, useTestProvider } from "../auth/test-provider.js";
import { createCustomer } from "../customer/customer.operations.js";
import { graphql } from "../support/generated/gql.js";
import { type OtherServer, useTestServer } from "../support/server.js";
import { deleteUser } from "./user.operations.js";
import { givenUser } from "./user.steps.js";

const whoAmI = graphql(`
  query ProvidedUser {
    viewer {
      type
      scopes
      user {
        id
        email
        firstName
        lastName
        scopes
      }
    }
  }
`);

describe("somebody who comes from the identity provider", () => {
  const provider = useTestProvider();
  const server = useTestServer();
  let app: OtherServer;
  beforeAll(async () => {
    app = await serverFor(server, provider);
  });
  const rows = () => server.testDatabase.database.prisma.staffUser.findMany({ orderBy: { id: "asc" } });
  const cameWith = async (claims: Claims = {}) =>
    (await app.as(await provider.sign(claims)).run(whoAmI)).viewer.user ?? undefined;

  it("is a user from the first request on, with the email, the names and the scopes of the token", async () => {
    const { viewer } = await app.as(await provider.sign({ scope: "CUSTOMERS_READ" })).run(whoAmI);
    expect(viewer).toEqual({
      type: "USER",
      scopes: ["CUSTOMERS_READ"],
      user: {
        id: expect.stringMatching(/^user_/),
        email: "ada@example.com",
        firstName: "Ada",
        lastName: "Lovelace",
        scopes: [],
      },
    });
  });

  it("stays the same user, whatever else the tokens after say", async () => {
    const first = await cameWith();
    const second = await cameWith({ email: "lovelace@example.com", given_name: "Augusta", scope: "USERS_MANAGE" });
    expect(second).toEqual(first);
    expect(await rows()).toHaveLength(1);
  });

  it("is one user when many first requests come at once", async () => {
    const token = await provider.sign();
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.as(token).run(whoAmI)));
    const [row] = await rows();
    expect(answers.map(({ viewer }) => viewer.user?.id)).toEqual(Array.from({ length: 8 }, () => row?.id));
    expect(await rows()).toHaveLength(1);
  });

  it("is the one who created what they write", async () => {
    const asker = app.as(await provider.sign({ scope: "customers_write customers_read customer_groups_read" }));
    const { customerCreate } = await asker.run(createCustomer, { input: { firstName: "Grace" } });
    const customer = await server.testDatabase.database.prisma.customer.findUnique({
      where: { id: customerCreate.customer?.id ?? "" },
    });
    expect(customer?.createdBy).toBe((await cameWith())?.id);
  });

  it("is not let in again after being deleted here, under another email neither, and is not created anew", async () => {
    const user = await cameWith();
    await server.run(deleteUser, { id: user?.id ?? "" });
    expect(await answerTo(app, await provider.sign())).toBe(unauthenticated);
    expect(await answerTo(app, await provider.sign({ email: "lovelace@example.com" }))).toBe(unauthenticated);
    expect(await rows()).toHaveLength(1);
  });

  it("is another user for another subject, subjects being compared exactly", async () => {
    await cameWith({ sub: "idp|ada" });
    await cameWith({ sub: "idp|Ada", email: "another@example.com" });
    await cameWith({ sub: " idp|ada", email: "third@example.com" });
    expect((await rows()).map(({ externalSubject }) => externalSubject)).toEqual(
      ["idp|ada", "idp|Ada", " idp|ada"].map((sub) => `${issuer} ${sub}`),
    );
  });

  it("is the user who is there with the same email, where the provider vouches for it", async () => {
    const known = await givenUser(server, { email: "ada@example.com", firstName: "Countess", scopes: ["ORDERS_READ"] });
    const token = await provider.sign({ email: "ADA@example.com", email_verified: true, scope: "CUSTOMERS_READ" });
    const { viewer } = await app.as(token).run(whoAmI);
    expect(viewer).toMatchObject({ scopes: ["CUSTOMERS_READ"], user: { id: known.id, firstName: "Countess" } });
    // From then on it is the subject that counts.
    expect((await cameWith({ email_verified: false }))?.id).toBe(known.id);
    expect(await rows()).toHaveLength(1);
  });

  it("is that user, too, when many first requests come at once", async () => {
    const known = await givenUser(server, { email: "ada@example.com" });
    const token = await provider.sign({ email_verified: true });
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.as(token).run(whoAmI)));
    expect(answers.map(({ viewer }) => viewer.user?.id)).toEqual(Array.from({ length: 8 }, () => known.id));
  });

  it.each([undefined, false, null, "true", 1, {}])(
    "is refused with a known user's email that the provider does not vouch for: email_verified is %p",
    async (email_verified) => {
      await givenUser(server, { email: "ada@example.com" });
      expect(await answerTo(app, await provider.sign({ email_verified }))).toBe(unauthenticated);
      expect(await rows()).toMatchObject([{ externalSubject: null }]);
    },
  );

  it("is refused with the email of another of the provider's subjects, vouched for or not", async () => {
    await cameWith({ email_verified: true });
    for (const email_verified of [true, false]) {
      const token = await provider.sign({ sub: "idp|eve", email_verified });
      expect(await answerTo(app, token)).toBe(unauthenticated);
    }
    expect(await rows()).toHaveLength(1);
  });

  it("is a new user with the email of a deleted one, who stays deleted", async () => {
    const known = await givenUser(server, { email: "ada@example.com" });
    await server.run(deleteUser, { id: known.id });
    const user = await cameWith({ email_verified: true });
    expect(user?.id).not.toBe(known.id);
    expect(await rows()).toMatchObject([{ deletedAt: expect.any(Date) }, { deletedAt: null }]);
  });

  it.each([
    ["in normal form", " Ada\t", "Ada"],
    ["composed", "Zoe\u0308", "Zo\u00eb"],
    ["at its longest", "x".repeat(255), "x".repeat(255)],
    ["none when it is too long", "x".repeat(256), null],
    ["none when it is very long", "x".repeat(10_000), null],
    ["none with NUL", "A\0da", null],
    ["none with a line break", "Ada\nAdmin", null],
    ["none with half of a surrogate pair", "Ada\ud800", null],
    ["none when it is blank", " \u200b ", null],
    ["none when it is no text", { first: "Ada" }, null],
    ["none when it is null", null, null],
  ])("has each name %s", async (_what, given, shown) => {
    expect(await cameWith({ given_name: given, family_name: "L" })).toMatchObject({ firstName: shown, lastName: "L" });
    await server.reset();
    expect(await cameWith({ given_name: "A", family_name: given })).toMatchObject({ firstName: "A", lastName: shown });
  });

  it("has the email in normal form", async () => {
    expect((await cameWith({ email: " ADA@Example.COM " }))?.email).toBe("ada@example.com");
  });
});
