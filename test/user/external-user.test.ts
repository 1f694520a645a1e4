import { givenApiKey } from "../api-key/api-key.steps.js";
import { answerTo, type Claims, issuer, serverFor, unauthenticated, useTestProvider } from "../auth/test-provider.js";
import { createCustomer } from "../customer/customer.operations.js";
import { logInUser as logIn } from "../login/login.operations.js";
import { graphql } from "../support/generated/gql.js";
import { type OtherServer, useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createUser, deleteUser, updateUser } from "./user.operations.js";
import { givenUser, password } from "./user.steps.js";

const whoAmI = graphql(`
  query ExternalUser {
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

describe("a user of the identity provider", () => {
  const provider = useTestProvider();
  const server = useTestServer();
  let app: OtherServer;
  beforeAll(async () => {
    app = await serverFor(server, provider);
  });
  const rows = () => server.testDatabase.database.prisma.staffUser.findMany({ orderBy: { id: "asc" } });
  const cameWith = async (claims: Claims = {}) =>
    (await app.as(await provider.sign(claims)).run(whoAmI)).viewer.user ?? undefined;

  it("is created at the first request, with the email, the names and the scopes of the token", async () => {
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

  it("stays the same user when later tokens have other claims", async () => {
    const first = await cameWith();
    const second = await cameWith({ email: "lovelace@example.com", given_name: "Augusta", scope: "USERS_MANAGE" });
    expect(second).toEqual(first);
    expect(await rows()).toHaveLength(1);
  });

  it("is created once when many first requests arrive at once", async () => {
    const token = await provider.sign();
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.as(token).run(whoAmI)));
    const [row] = await rows();
    expect(answers.map(({ viewer }) => viewer.user?.id)).toEqual(Array.from({ length: 8 }, () => row?.id));
    expect(await rows()).toHaveLength(1);
  });

  it("is recorded as the creator of the objects that they create", async () => {
    const asker = app.as(await provider.sign({ scope: "customers_write customers_read customer_groups_read" }));
    const { customerCreate } = await asker.run(createCustomer, { input: { firstName: "Grace" } });
    const customer = await server.testDatabase.database.prisma.customer.findUnique({
      where: { id: customerCreate.customer?.id ?? "" },
    });
    expect(customer?.createdBy).toBe((await cameWith())?.id);
  });

  it("is refused after being deleted, also with another email, and is not created again", async () => {
    const user = await cameWith();
    await server.run(deleteUser, { id: user?.id ?? "" });
    expect(await answerTo(app, await provider.sign())).toBe(unauthenticated);
    expect(await answerTo(app, await provider.sign({ email: "lovelace@example.com" }))).toBe(unauthenticated);
    expect(await rows()).toHaveLength(1);
  });

  it("is another user for another subject; subjects are compared exactly", async () => {
    await cameWith({ sub: "idp|ada" });
    await cameWith({ sub: "idp|Ada", email: "another@example.com" });
    await cameWith({ sub: " idp|ada", email: "third@example.com" });
    expect((await rows()).map(({ externalSubject }) => externalSubject)).toEqual(
      ["idp|ada", "idp|Ada", " idp|ada"].map((sub) => `${issuer} ${sub}`),
    );
  });

  it("is the existing user with the same email if the provider has verified it", async () => {
    const known = await givenUser(server, { email: "ada@example.com", firstName: "Countess", scopes: ["ORDERS_READ"] });
    const token = await provider.sign({ email: "ADA@example.com", email_verified: true, scope: "CUSTOMERS_READ" });
    const { viewer } = await app.as(token).run(whoAmI);
    expect(viewer).toMatchObject({ scopes: ["CUSTOMERS_READ"], user: { id: known.id, firstName: "Countess" } });
    // From then on the subject identifies the user.
    expect((await cameWith({ email_verified: false }))?.id).toBe(known.id);
    expect(await rows()).toHaveLength(1);
  });

  it("is the existing user, too, when many first requests arrive at once", async () => {
    const known = await givenUser(server, { email: "ada@example.com" });
    const token = await provider.sign({ email_verified: true });
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.as(token).run(whoAmI)));
    expect(answers.map(({ viewer }) => viewer.user?.id)).toEqual(Array.from({ length: 8 }, () => known.id));
  });

  it.each([undefined, false, null, "true", 1, {}])(
    "is refused with the unverified email of an existing user: email_verified is %p",
    async (email_verified) => {
      await givenUser(server, { email: "ada@example.com" });
      expect(await answerTo(app, await provider.sign({ email_verified }))).toBe(unauthenticated);
      expect(await rows()).toMatchObject([{ externalSubject: null }]);
    },
  );

  it("is refused with an email that is verified for another subject", async () => {
    await cameWith({ email_verified: true });
    for (const email_verified of [true, false]) {
      const token = await provider.sign({ sub: "idp|eve", email_verified });
      expect(await answerTo(app, token)).toBe(unauthenticated);
    }
    expect(await rows()).toHaveLength(1);
  });

  it("is a new user with the email of a deleted user, who stays deleted", async () => {
    const known = await givenUser(server, { email: "ada@example.com" });
    await server.run(deleteUser, { id: known.id });
    const user = await cameWith({ email_verified: true });
    expect(user?.id).not.toBe(known.id);
    expect(await rows()).toMatchObject([{ deletedAt: expect.any(Date) }, { deletedAt: null }]);
  });

  it("is created at the first request with a scope, and stays a user without scopes", async () => {
    expect(await answerTo(app, await provider.sign({ scope: "" }))).toBe(unauthenticated);
    expect(await rows()).toEqual([]);
    const user = await cameWith({ scope: "CUSTOMERS_READ" });
    expect(await answerTo(app, await provider.sign({ scope: "" }))).toEqual([]);
    expect(await rows()).toMatchObject([{ id: user?.id }]);
  });

  it("does not become the existing user with the same email without a scope", async () => {
    await givenUser(server, { email: "ada@example.com" });
    expect(await answerTo(app, await provider.sign({ scope: "", email_verified: true }))).toBe(unauthenticated);
    expect(await rows()).toMatchObject([{ externalSubject: null }]);
  });

  describe("with an email that the provider has not verified", () => {
    const create = (email: string) =>
      server.run(createUser, { input: { email, password, scopes: [] } }).then(({ userCreate }) => userCreate);

    it.each([undefined, false, null, "true", 1])(
      "does not reserve the email: email_verified is %p",
      async (email_verified) => {
        const provided = await cameWith({ email_verified });
        const { user, userErrors } = await create("ada@example.com");
        expect(userErrors).toEqual([]);
        expect(user?.id).not.toBe(provided?.id);
        expect((await server.run(logIn, { email: "ada@example.com", password })).login.viewer?.user?.id).toBe(user?.id);
        expect((await cameWith({ email_verified }))?.id).toBe(provided?.id);
      },
    );

    it("does not reserve it against a user with the same verified email", async () => {
      const first = await cameWith({ sub: "idp|eve" });
      const second = await cameWith({ email_verified: true });
      expect(second?.id).not.toBe(first?.id);
      expect(await rows()).toMatchObject([{ emailIsProven: false }, { emailIsProven: true }]);
    });

    it("gets it after the provider has verified it, unless another user has it by then", async () => {
      await cameWith();
      await cameWith({ email_verified: true });
      expect(inShort((await create("ada@example.com")).userErrors)).toEqual(["EMAIL_TAKEN at input.email"]);
      await cameWith({ sub: "idp|eve", email: "eve@example.com" });
      expect((await create("eve@example.com")).userErrors).toEqual([]);
      const late = await cameWith({ sub: "idp|eve", email: "eve@example.com", email_verified: true });
      expect(await rows()).toMatchObject([{}, { id: late?.id, emailIsProven: false }, { emailIsProven: true }]);
    });

    it("gets it after a password is set, unless another user has it by then", async () => {
      const user = await cameWith({ scope: "ORDERS_READ" });
      const setPassword = () => server.run(updateUser, { id: user?.id ?? "", input: { password } });
      await create("ada@example.com");
      expect(inShort((await setPassword()).userUpdate.userErrors)).toEqual(["EMAIL_TAKEN at input.email"]);
      const [, created] = await rows();
      await server.run(deleteUser, { id: created?.id ?? "" });
      expect((await setPassword()).userUpdate.userErrors).toEqual([]);
      expect((await server.run(logIn, { email: "ada@example.com", password })).login.viewer?.user?.id).toBe(user?.id);
    });
  });

  it("is changed and deleted only by callers with the scopes of the user's last token", async () => {
    const user = await cameWith({ scope: "ORDERS_READ CUSTOMERS_READ" });
    const { secret } = await givenApiKey(server, ["USERS_MANAGE", "ORDERS_READ"]);
    const codeOf = async (query: string) => {
      const { errors, data } = await server.as(secret).ask(query, { id: user?.id });
      return errors?.[0]?.extensions ?? data;
    };
    const rename = 'mutation ($id: ID!) { userUpdate(id: $id, input: {firstName: "Eve"}) { userErrors { code } } }';
    const remove = "mutation ($id: ID!) { userDelete(id: $id) { userErrors { code } } }";
    const refusal = { code: "FORBIDDEN", missingScopes: ["CUSTOMERS_READ"] };
    expect(await codeOf(rename)).toMatchObject(refusal);
    expect(await codeOf(remove)).toMatchObject(refusal);
    await cameWith({ scope: "ORDERS_READ" });
    expect(await codeOf(rename)).toEqual({ userUpdate: { userErrors: [] } });
    expect(await codeOf(remove)).toEqual({ userDelete: { userErrors: [] } });
  });

  it("counts as a user with USERS_MANAGE if the last token had it", async () => {
    const user = await cameWith({ scope: "USERS_MANAGE" });
    const remove = async () => inShort((await server.run(deleteUser, { id: user?.id ?? "" })).userDelete.userErrors);
    expect(await remove()).toEqual(["CONFLICTING_INPUT at id"]);
    await cameWith({ scope: "ORDERS_READ" });
    expect(await remove()).toEqual([]);
  });

  it("causes no change in history when the scopes of the token change", async () => {
    await cameWith({ scope: "ORDERS_READ" });
    const changes = () => server.testDatabase.database.prisma.change.count({ where: { subjectType: "USER" } });
    expect(await changes()).toBe(1);
    await cameWith({ scope: "CUSTOMERS_READ" });
    await cameWith({ email_verified: true });
    expect(await changes()).toBe(1);
  });

  it.each([
    ["in normal form", " Ada\t", "Ada"],
    ["composed", "Zoe\u0308", "Zo\u00eb"],
    ["at its longest", "x".repeat(255), "x".repeat(255)],
    ["null if it is too long", "x".repeat(256), null],
    ["null if it is very long", "x".repeat(10_000), null],
    ["null with NUL", "A\0da", null],
    ["null with a line break", "Ada\nAdmin", null],
    ["null with half of a surrogate pair", "Ada\ud800", null],
    ["null if it is blank", " \u200b ", null],
    ["null if it is no string", { first: "Ada" }, null],
    ["null if it is null", null, null],
  ])("each name is %s", async (_what, given, shown) => {
    expect(await cameWith({ given_name: given, family_name: "L" })).toMatchObject({ firstName: shown, lastName: "L" });
    await server.reset();
    expect(await cameWith({ given_name: "A", family_name: given })).toMatchObject({ firstName: "A", lastName: shown });
  });

  it("has the normalized email", async () => {
    expect((await cameWith({ email: " ADA@Example.COM " }))?.email).toBe("ada@example.com");
  });
});
