import type { Browser, Page } from "playwright-core";
import { accountPages } from "../../src/web/account-pages/account-page.js";
import { describeInBrowser, launchChromium } from "../support/chromium.js";
import { startTestServer } from "../support/server.js";

describeInBrowser("the pages of links in mails, in a browser", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let browser: Browser;
  let page: Page;
  /** The operations that the page has sent. */
  let sent: { query: string; variables: object }[];
  /** The answer to them. */
  let userErrors: { code: string; message: string }[];
  const violations: string[] = [];

  beforeAll(async () => {
    server = await startTestServer({ adminApp: true });
    browser = await launchChromium();
  });
  beforeEach(async () => {
    sent = [];
    userErrors = [];
    page = await browser.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") violations.push(message.text());
    });
    page.on("pageerror", (error) => violations.push(error.message));
    // The mutations have tests of their own.
    await page.route("**/graphql", async (route) => {
      sent.push(route.request().postDataJSON());
      await route.fulfill({ json: { data: { result: { userErrors } } } });
    });
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const focusOn = (selector: string) => page.locator(`${selector}:focus`).waitFor();
  const open = (path: string) => page.goto(new URL(path, server.url).href);

  it("send the token and the new password, and say that it is done", async () => {
    const referrers: (string | undefined)[] = [];
    page.on("request", (request) => referrers.push(request.headers().referer));
    await open("/account/confirm?token=the-token");
    await page.getByLabel("New password").fill("correct horse");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Your account is ready.").waitFor();
    expect(sent).toEqual([
      {
        query: expect.stringContaining("customerRegisterConfirm("),
        variables: { token: "the-token", password: "correct horse" },
      },
    ]);
    expect(violations).toEqual([]);
    expect(new Set(referrers)).toEqual(new Set([undefined]));
  }, 60_000);

  it("leave no token in the address bar and in the history of the browser", async () => {
    await open("/account/reset?token=the-token");
    await page.getByLabel("New password").waitFor();
    expect(new URL(page.url()).search).toBe("");
    const visited = await page.evaluate<string>("navigation.entries().map(({ url }) => url).join()");
    expect(visited).toContain("/account/reset");
    expect(visited).not.toContain("token");
  }, 60_000);

  it("are used with the keyboard alone, and move the focus to the result", async () => {
    userErrors = [{ code: "TOO_SHORT", message: "Must have 8 characters or more." }];
    await open("/account/reset?token=the-token");
    const password = page.getByLabel("New password");
    await password.waitFor();
    expect(await password.getAttribute("autocomplete")).toBe("new-password");
    await page.keyboard.type("correct horse");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.getByRole("alert").getByText("Must have 8 characters or more.").waitFor();
    await focusOn("button");
    userErrors = [];
    await page.keyboard.press("Enter");
    await page.getByText("The new password is saved.").waitFor();
    await focusOn("#done");
    expect(sent.map(({ variables }) => variables)).toEqual(
      Array(2).fill({ token: "the-token", password: "correct horse" }),
    );
  }, 60_000);

  it.each(accountPages.map(({ path }) => path))(
    "%s fits the width of a phone, with controls that a finger can hit",
    async (path) => {
      await page.setViewportSize({ width: 320, height: 568 });
      await open(`${path}?token=the-token`);
      await page.getByRole("button").waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
      for (const control of await page.locator("button, input").all()) {
        expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
    },
    60_000,
  );

  it("do not shorten a pasted password", async () => {
    await open("/account/reset?token=the-token");
    await page.getByLabel("New password").fill("x".repeat(200));
    await page.getByRole("button").click();
    await page.getByText("The new password is saved.").waitFor();
    expect(sent[0]?.variables).toMatchObject({ password: "x".repeat(200) });
  }, 60_000);

  it("do nothing before the button is pressed, because programs that check mails open links", async () => {
    await open("/account/confirm-email?token=the-token");
    const button = page.getByRole("button", { name: "Confirm email" });
    await button.waitFor();
    expect(sent).toEqual([]);
    await button.click();
    await page.getByText("Your email has changed.").waitFor();
    expect(sent[0]?.variables).toEqual({ token: "the-token" });
  }, 60_000);

  it("show errors, and let the person try again", async () => {
    userErrors = [{ code: "INVALID_TOKEN", message: "Must be valid." }];
    await open("/admin/invite?token=the-token");
    await page.getByLabel("First name").fill("Ada");
    await page.getByLabel("New password").fill("correct horse");
    await page.getByRole("button", { name: "Create account" }).click();
    await page
      .getByText("If you have chosen a password with it, log in. Otherwise ask for a new invitation.")
      .waitFor();
    userErrors = [];
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Your staff account is ready.").waitFor();
    expect(sent[1]?.variables).toEqual({ token: "the-token", password: "correct horse", firstName: "Ada" });
  }, 60_000);

  const shownLinks = async () => {
    const links = await page.getByRole("link").all();
    return Promise.all(
      links.map(async (link) => [
        await link.textContent(),
        new URL((await link.getAttribute("href")) ?? "", page.url()).href,
      ]),
    );
  };
  const signIn = () => ["Sign in", new URL("/", server.url).href];
  const requestLink = () => ["Request a new link", new URL("/#forgot-password", server.url).href];

  async function submit(path: string): Promise<void> {
    await open(`${path}?token=the-token`);
    await page.getByLabel("New password").fill("correct horse");
    expect(await shownLinks()).toEqual([]);
    await page.getByRole("button").click();
  }

  it.each(["/admin/reset", "/admin/invite"])(
    "%s leads members of staff to the sign-in of the admin app",
    async (path) => {
      await submit(path);
      await page.locator("#done:focus").waitFor();
      expect(await shownLinks()).toEqual([signIn()]);
      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    },
    60_000,
  );

  it("lead members of staff from an expired link to a new one", async () => {
    userErrors = [{ code: "INVALID_TOKEN", message: "Must be valid." }];
    await submit("/admin/invite");
    await page.getByRole("alert").getByText("Otherwise ask for a new invitation.").waitFor();
    expect(await shownLinks()).toEqual([signIn()]);
    await submit("/admin/reset");
    await page.getByRole("alert").getByText("Otherwise request a new link.").waitFor();
    expect(await shownLinks()).toEqual([signIn(), requestLink()]);
    userErrors = [{ code: "TOO_SHORT", message: "Must have 8 characters or more." }];
    await page.getByRole("button").click();
    await page.getByText("Must have 8 characters or more.").waitFor();
    expect(await shownLinks()).toEqual([]);
    userErrors = [{ code: "INVALID_TOKEN", message: "Must be valid." }];
    await page.getByRole("button").click();
    await page.getByRole("link", { name: "Request a new link" }).click();
    await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
    await page.getByRole("button", { name: "Back to the sign-in" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(page.url()).toBe(new URL("/", server.url).href);
  }, 60_000);

  it("lead customers nowhere, because their accounts belong to the website of the shop", async () => {
    await submit("/account/reset");
    await page.getByText("The new password is saved.").waitFor();
    expect(await shownLinks()).toEqual([]);
  }, 60_000);

  it("say that a link without a token is not complete", async () => {
    await open("/admin/reset");
    await page.getByText("The link is not complete.").waitFor();
    expect(await page.getByRole("button").isVisible()).toBe(false);
  }, 60_000);
});
