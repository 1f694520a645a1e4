import { createTokens } from "../../src/access/auth/tokens.js";
import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { adminKey, jwtSecret } from "../support/server.js";
import { updateUser } from "../user/user.operations.js";
import { patiently, usePlayground } from "./playground.js";

describeInBrowser("a session of the playground", () => {
  const playground = usePlayground();
  const { open, ready, seeAlert, seeLoggedIn, storedIn, runAndSee, runUntil } = playground;

  const test = Object.assign((title: string, body: () => Promise<void>) => it(title, body, patiently), {
    each: (cases: readonly string[]) => (title: string, body: (what: string) => Promise<void>) =>
      it.each(cases)(title, body, patiently),
  });
  const button = (name: string) => playground.page.getByRole("button", { name, exact: true });

  async function seesItEnded() {
    await seeAlert("it has expired, was revoked or is wrong");
    await button("Log in").waitFor();
    expect(await storedIn("sessionStorage")).toBe("{}");
  }

  test("starts with the key of a link, which is removed from the address bar and kept until the tab is closed", async () => {
    const { page, requests, url } = playground;
    await open(`#key=${adminKey}`);
    await seeLoggedIn("Root key (API key)");
    expect(page.url()).toBe(`${url}/graphql`);
    await page.reload();
    await ready();
    await seeLoggedIn("Root key (API key)");
    expect(requests.filter((request) => request.url().includes(adminKey))).toEqual([]);
    expect(await storedIn("localStorage")).not.toContain(adminKey);
  });

  test("starts when a link is opened in a tab without a session", async () => {
    const { page, url } = playground;
    await open();
    await page.goto(`${url}/graphql#key=${adminKey}`);
    await seeLoggedIn("Root key (API key)");
    expect(page.url()).toBe(`${url}/graphql`);
  });

  test.each(["in the page that is open", "that loads the page anew"])(
    "is replaced by the key of a link %s only after the user confirms it",
    async (how) => {
      const { page, server, url, requests } = playground;
      await open(`#key=${adminKey}`);
      await seeLoggedIn("Root key (API key)");
      const { secret } = await givenApiKey(server);
      const openLink = async () => {
        if (how !== "in the page that is open") await page.goto("about:blank");
        await page.goto(`${url}/graphql#key=${secret}`);
        await seeAlert("The link that you opened has another key.");
        await seeLoggedIn("Root key (API key)");
      };
      await openLink();
      expect(page.url()).toBe(`${url}/graphql`);
      expect(await storedIn("sessionStorage")).toContain(adminKey);
      await runAndSee("totalCount");
      await button("Ignore it").click();
      await playground.alert.waitFor({ state: "detached" });
      await page.reload();
      await seeLoggedIn("Root key (API key)");
      const authorizations = requests.map((request) => request.headers().authorization);
      expect(authorizations.filter((header) => header?.includes(secret))).toEqual([]);

      await openLink();
      await button("Use the key of the link").click();
      await seeLoggedIn("Import (API key)");
      await playground.alert.waitFor({ state: "detached" });
      expect(await storedIn("sessionStorage")).toContain(secret);
    },
  );

  test("is not changed by a link with the same key", async () => {
    const { page, url } = playground;
    await open(`#key=${adminKey}`);
    await seeLoggedIn("Root key (API key)");
    await page.goto(`${url}/graphql#key=${adminKey}`);
    await playground.until(() => page.url() === `${url}/graphql`);
    expect(await playground.alert.count()).toBe(0);
  });

  test("starts with a pasted key, and ends when the user logs out", async () => {
    const { page } = playground;
    await open();
    await runAndSee("UNAUTHENTICATED");

    await button("Use a key instead").click();
    await button("Log in with a password").click();
    await button("Use a key instead").click();
    const field = page.getByLabel("Key", { exact: true });
    expect(await field.getAttribute("type")).toBe("password");
    await field.fill(adminKey);
    await page.keyboard.press("Enter");
    await seeLoggedIn("Root key (API key)");
    await runAndSee("totalCount");

    await button("Log out").click();
    await button("Log in").waitFor();
    expect(await storedIn("sessionStorage")).toBe("{}");
    await runAndSee("UNAUTHENTICATED");
    expect(await playground.alert.count()).toBe(0);
  });

  test("does not start with a wrong key of any characters", async () => {
    const { page } = playground;
    await open();
    // Several times, because GraphiQL changes its tabs while the caller changes.
    for (let times = 0; times < 8; times++) {
      const wrong = times % 2 === 0 ? "sk_wrong" : "schlüssel 🔑";
      await button("Use a key instead").click();
      await page.getByLabel("Key", { exact: true }).fill(wrong);
      await button("Use key").click();
      await seesItEnded();
    }
  });

  test("shows its end when the page is opened: the token has expired", async () => {
    const { user } = await givenUserSession(playground.server);
    const expired = await createTokens([jwtSecret]).issue({ id: user.id, passwordVersion: 1 }, -60);
    await open(`#key=${expired.token}`);
    await seesItEnded();
  });

  test("shows its end when an operation is run: the password was changed", async () => {
    const { server } = playground;
    const { user, token } = await givenUserSession(server, { scopes: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"] });
    await open(`#key=${token}`);
    await seeLoggedIn(`${user.email} (staff)`);
    await runAndSee("totalCount");

    await server.run(updateUser, { id: user.id, input: { password: "another one entirely" } });
    await runUntil((patience) => playground.alert.waitFor(patience));
    await seesItEnded();
  });

  test("shows its end when an operation is run: the key was revoked", async () => {
    const { server } = playground;
    const { id, secret } = await givenApiKey(server);
    await open(`#key=${secret}`);
    await seeLoggedIn("Import (API key)");
    await server.run(revokeApiKey, { id });
    await runUntil((patience) => playground.alert.waitFor(patience));
    await seesItEnded();
  });

  test("continues when the server is unavailable for a short time, and shows that", async () => {
    const { page } = playground;
    await open();
    await page.route("**/graphql", (route) => route.abort());
    await button("Use a key instead").click();
    await page.getByLabel("Key", { exact: true }).fill(adminKey);
    await button("Use key").click();
    await seeAlert("The server could not be reached.");
    expect(await storedIn("sessionStorage")).toContain(adminKey);

    await page.unroute("**/graphql");
    await button("Try again").click();
    await seeLoggedIn("Root key (API key)");
    expect(await playground.alert.count()).toBe(0);
  });
});
