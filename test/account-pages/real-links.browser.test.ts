import type { Browser, Page } from "playwright-core";
import { describeInBrowser, launchChromium } from "../support/chromium.js";
import { useMailServer } from "../support/mail.js";
import { adminKey, startTestServer } from "../support/server.js";

const [firstPassword, newPassword] = ["correct horse battery", "another horse battery"];
const email = "eva@example.com";

interface Payload {
  readonly accepted?: boolean;
  readonly token?: string | null;
  readonly viewer?: object | null;
  readonly userErrors: readonly object[];
}

describeInBrowser("a link from a mail, opened in a browser", () => {
  const mail = useMailServer();
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { mail: options } = mail.serverOptions;
    if (options === undefined) throw new Error("The mail server is missing.");
    // The links lead to the pages of this server.
    server = await startTestServer({ mail: { ...options, siteUrls: {} }, selfRegistration: true });
    browser = await launchChromium();
  });
  beforeEach(async () => {
    await server.reset();
    page = await browser.newPage();
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Sends an operation with one field, and returns its result. */
  async function ask<T = Payload>(query: string, credential: string | null = adminKey): Promise<T> {
    const response = await fetch(new URL("/graphql", server.url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(credential !== null && { authorization: `Bearer ${credential}` }),
      },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: Record<string, T>; errors?: unknown };
    if (data === undefined) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
    return Object.values(data)[0] as T;
  }

  const fields =
    "token viewer { type scopes user { firstName lastName } customer { email hasAccount } } userErrors { code }";
  const logIn = (field: "login" | "customerLogin", password: string, address = email) =>
    ask(`mutation { ${field}(email: "${address}", password: "${password}") { ${fields} } }`, null);
  const refused = { token: null, viewer: null, userErrors: [{ code: "INVALID_CREDENTIALS" }] };

  /** Requests a mail. Opens its link, and returns it. */
  async function openLink(mutation: string, credential: string | null = adminKey, address = email): Promise<string> {
    const { accepted } = await ask(`mutation { ${mutation} { accepted userErrors { code } } }`, credential);
    expect(accepted).toBe(true);
    const { link = "" } = await mail.nextTo(address);
    await page.goto(link);
    return link;
  }

  async function fillAndPress(values: Readonly<Record<string, string>>, button: string): Promise<void> {
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
    await page.getByRole("button", { name: button }).click();
  }

  const isValid = async (token: string | null | undefined) => {
    const { status } = await fetch(new URL("/graphql", server.url), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "{ viewer { type } }" }),
    });
    return status === 200;
  };

  /** Creates a member of staff and logs them in. */
  async function givenUserToken(): Promise<string | null | undefined> {
    await ask(
      `mutation { userCreate(input: {email: "${email}", password: "${firstPassword}", scopes: []}) { userErrors { code } } }`,
    );
    return (await logIn("login", firstPassword)).token;
  }

  it("invites a member of staff, who can then log in, and works once", async () => {
    const link = await openLink(`userInvite(email: "${email}", scopes: [ORDERS_READ])`);
    const values = { "First name": "Eva", "Last name": "Lovelace", "New password": firstPassword };
    await fillAndPress(values, "Create account");
    await page.getByText("Your staff account is ready.").waitFor();
    expect(await logIn("login", firstPassword)).toMatchObject({
      viewer: { type: "USER", scopes: ["ORDERS_READ"], user: { firstName: "Eva", lastName: "Lovelace" } },
    });
    await page.goto(link);
    await fillAndPress({ "New password": newPassword }, "Create account");
    await page.getByRole("alert").getByText("This link was used or is too old.").waitFor();
    expect(await logIn("login", newPassword)).toEqual(refused);
  }, 60_000);

  it("gives a member of staff a new password, which ends their sessions, and works once", async () => {
    const session = await givenUserToken();
    const link = await openLink(`userPasswordResetRequest(email: "${email}")`, null);
    // The person can try again with the same link after an error.
    await fillAndPress({ "New password": "x".repeat(200) }, "Save password");
    await page.getByRole("alert").getByText("128").waitFor();
    expect(await isValid(session)).toBe(true);
    await fillAndPress({ "New password": newPassword }, "Save password");
    await page.getByText("The new password is saved.").waitFor();
    expect(await isValid(session)).toBe(false);
    expect(await logIn("login", firstPassword)).toEqual(refused);
    expect(await logIn("login", newPassword)).toMatchObject({ token: expect.any(String) });
    await page.goto(link);
    await fillAndPress({ "New password": firstPassword }, "Save password");
    await page.getByRole("alert").getByText("This link was used or is too old.").waitFor();
    expect(await logIn("login", firstPassword)).toEqual(refused);
  }, 60_000);

  it("registers a customer, resets their password, and changes their email", async () => {
    await openLink(`customerRegister(input: {email: "${email}"})`, null);
    await fillAndPress({ "New password": firstPassword }, "Create account");
    await page.getByText("Your account is ready.").waitFor();
    expect(await logIn("customerLogin", firstPassword)).toMatchObject({ viewer: { customer: { hasAccount: true } } });

    await openLink(`customerPasswordResetRequest(email: "${email}")`, null);
    await fillAndPress({ "New password": newPassword }, "Save password");
    await page.getByText("The new password is saved.").waitFor();
    expect(await logIn("customerLogin", firstPassword)).toEqual(refused);
    await mail.nextTo(email);

    const { token = null } = await logIn("customerLogin", newPassword);
    const other = "eva@other.example";
    const change = `customerEmailChangeRequest(currentPassword: "${newPassword}", email: "${other}")`;
    await openLink(change, token, other);
    await fillAndPress({}, "Confirm email");
    await page.getByText("Your email has changed.").waitFor();
    expect(await logIn("customerLogin", newPassword, other)).toMatchObject({ viewer: { customer: { email: other } } });
  }, 60_000);
});
