import { print } from "graphql";
import { decodeJwt } from "jose";
import { readViewer } from "../api-key/api-key.operations.js";
import { givenCustomer, remove as removeCustomer } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";
import { givenUser, password, remove, update } from "../user/user.steps.js";
import { logInCustomer, logInUser } from "./login.operations.js";
import { givenCustomerSession, givenUserSession } from "./login.steps.js";

const email = "ada@example.com";
const hour = 3_600;
const megabyte = 1_000_000;

describe.each([
  { kind: "login", lifetime: 12 * hour },
  { kind: "customerLogin", lifetime: 7 * 24 * hour },
])("$kind", ({ kind, lifetime }) => {
  const server = useTestServer();
  const isStaff = kind === "login";
  const givenAccount = (given: { email: string; password: string }) =>
    isStaff ? givenUser(server, { ...given, scopes: ["ORDERS_READ"] }) : givenCustomer(server, given);

  async function logIn(email: string, password: string) {
    const anybody = server.as(null);
    return isStaff
      ? (await anybody.run(logInUser, { email, password })).login
      : (await anybody.run(logInCustomer, { email, password })).customerLogin;
  }

  it("returns a token of the account and its owner", async () => {
    const { id } = await givenAccount({ email, password });
    const { token, viewer, userErrors } = await logIn(email, password);
    expect(userErrors).toEqual([]);
    expect(viewer).toEqual({
      type: isStaff ? "USER" : "CUSTOMER",
      scopes: isStaff ? ["ORDERS_READ"] : [],
      user: isStaff ? { id } : null,
      customer: isStaff ? null : { id },
      apiKey: null,
    });
    expect((await server.as(token).run(readViewer)).viewer).toEqual(viewer);
  });

  it("sends the same statements for an unknown email, reading the version of a password before the password", async () => {
    await givenAccount({ email, password });
    const { withStatements } = server.testDatabase;
    const known = await withStatements(() => logIn(email, "a wrong password"));
    const unknown = await withStatements(() => logIn("nobody@example.com", "a wrong password"));
    expect(unknown.statements).toEqual(known.statements);
    const reads = known.statements.filter((sql) => sql.startsWith("SELECT"));
    const version = expect.stringContaining("password_version");
    const hash = expect.stringContaining('_password"."hash"');
    const hashOfMedusa = expect.stringContaining("starts_with(hash");
    expect(reads).toEqual(isStaff ? [version, hash] : [version, hash, hashOfMedusa]);
  });

  it("returns a token that expires at expiresAt", async () => {
    await givenAccount({ email, password });
    const { token, expiresAt } = await logIn(email, password);
    const { exp = 0, iat = 0 } = decodeJwt(token ?? "");
    expect(exp - iat).toBe(lifetime);
    expect(expiresAt).toBe(new Date(exp * 1_000).toISOString());
  });

  it("accepts the email in any case and Unicode form, with spaces around it", async () => {
    await givenAccount({ email: "am\u00e9lie@example.com", password });
    for (const given of ["AM\u00c9LIE@Example.com", "  ame\u0301lie@example.com\n"]) {
      expect((await logIn(given, password)).userErrors).toEqual([]);
    }
  });

  it("accepts the password in another Unicode form, and not in another case or with a space", async () => {
    await givenAccount({ email, password: "\u00e9t\u00e9 \ufb01n 2024" });
    expect((await logIn(email, "e\u0301te\u0301 fin 2024")).userErrors).toEqual([]);
    for (const other of ["\u00c9t\u00e9 \ufb01n 2024", "\u00e9t\u00e9 \ufb01n 2024 "]) {
      expect((await logIn(email, other)).token).toBeNull();
    }
  });

  it("returns the same error for all wrong credentials", async () => {
    await givenAccount({ email, password });
    await givenCustomer(server, { email: "guest@example.com" });
    const gone = { email: "gone@example.com", password };
    const { id } = await givenAccount(gone);
    await (isStaff ? remove(server, id) : removeCustomer(server, id));
    // An account of the other kind.
    const other = { email: "other@example.com", password };
    await (isStaff ? givenCustomer(server, other) : givenUser(server, other));

    const attempts: [email: string, password: string][] = [
      ["nobody@example.com", password],
      [email, "a wrong password"],
      [email, ""],
      ["guest@example.com", password],
      [gone.email, password],
      [other.email, password],
      [email, password.padEnd(megabyte)],
      ["a".repeat(megabyte), password],
      ["", ""],
      ["a\0da@example.com", password],
      ["ada\ud800@example.com", password],
      [email, "\0"],
      [email, "\udc00"],
      ["' OR 1=1 --", "' OR 1=1 --"],
    ];
    for (const [email, password] of attempts) {
      expect(await logIn(email, password)).toEqual({
        token: null,
        expiresAt: null,
        viewer: null,
        userErrors: [
          { code: "INVALID_CREDENTIALS", path: ["password"], message: "Must be the password of this email." },
        ],
      });
      await server.testDatabase.database.prisma.failedLogin.deleteMany();
    }
  });

  it("is off if no secret for signing tokens is set", async () => {
    await givenAccount({ email, password });
    const withoutSecret = await server.another({ tokens: undefined });
    const query = print(isStaff ? logInUser : logInCustomer);
    expect(await withoutSecret.as(null).ask(query, { email, password })).toMatchObject({
      status: 403,
      data: null,
      errors: [{ message: "Logins are off: the server has no JWT_SECRET.", extensions: { code: "FORBIDDEN" } }],
    });
  });
});

describe("a login among other operations", () => {
  const server = useTestServer();

  it("is open to a caller who logs in as another user, and who stays the caller of the other fields", async () => {
    const { user, token } = await givenUserSession(server, { scopes: ["CUSTOMERS_WRITE", "CUSTOMERS_READ"] });
    const other = await givenUser(server, { email: "eva@example.com" });
    const customer = await givenCustomer(server, { email, password });
    const create = 'customerCreate(input: { firstName: "Ada" }) { customer { createdBy } }';
    const { data } = await server.as(token).ask(
      `mutation ($password: String!) {
        before: ${create}
        login(email: "eva@example.com", password: $password) { viewer { scopes user { id } } }
        customerLogin(email: "${email}", password: $password) { viewer { customer { id } } }
        after: ${create}
      }`,
      { password },
    );
    expect(data).toEqual({
      before: { customer: { createdBy: user.id } },
      login: { viewer: { scopes: [], user: { id: other.id } } },
      customerLogin: { viewer: { customer: { id: customer.id } } },
      after: { customer: { createdBy: user.id } },
    });
  });

  it("does not authenticate the rest of an operation without a caller", async () => {
    await givenUser(server, { scopes: ["CUSTOMERS_WRITE"] });
    const { status, data } = await server.as(null).ask(
      `mutation ($password: String!) {
        login(email: "grace@example.com", password: $password) { token }
        customerCreate(input: { firstName: "Ada" }) { customer { id } }
      }`,
      { password },
    );
    expect({ status, data }).toEqual({ status: 401, data: undefined });
  });

  it("needs no valid credential, and ignores an invalid one", async () => {
    await givenUser(server);
    const variables = { email: "grace@example.com", password };
    expect((await server.as("sk_invalid").run(logInUser, variables)).login.userErrors).toEqual([]);
  });

  it("creates a token that ends with its password and with its user", async () => {
    const { user, token } = await givenUserSession(server);
    const statusWith = async (token: string) => (await server.as(token).ask("{ viewer { type } }")).status;
    await update(server, user.id, { firstName: "Ada" });
    expect(await statusWith(token)).toBe(200);
    await update(server, user.id, { password });
    expect(await statusWith(token)).toBe(401);
    const variables = { email: user.email, password };
    const again = (await server.as(null).run(logInUser, variables)).login.token ?? "";
    expect(await statusWith(again)).toBe(200);
    await remove(server, user.id);
    expect(await statusWith(again)).toBe(401);
  });

  it("of a customer has no scope", async () => {
    const { token } = await givenCustomerSession(server);
    expect((await server.as(token).run(readViewer)).viewer).toMatchObject({ type: "CUSTOMER", scopes: [] });
  });
});
