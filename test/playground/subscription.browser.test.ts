import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { adminKey } from "../support/server.js";
import { patiently, usePlayground } from "./playground.js";

describeInBrowser("the subscription among the examples of the playground", () => {
  const playground = usePlayground();
  const { open, runUntil, seeInResponse, seeAlert, seeLoggedIn, until } = playground;

  const test = (title: string, body: () => Promise<void>) => it(title, body, patiently);

  /** Runs the subscription and returns its connection. */
  async function follow() {
    const { page } = playground;
    await page.getByRole("tab", { name: "FollowChanges" }).click();
    await page.locator(".graphiql-query-editor .view-line", { hasText: "subscription" }).first().waitFor();
    return runUntil((patience) => page.waitForEvent("websocket", patience));
  }

  /** Writes until a change arrives, because the protocol does not report the start of a subscription. */
  const seeChangeMade = (firstName: string) =>
    until(async () => {
      await givenCustomer(playground.server, { firstName });
      return (await playground.page.locator(".graphiql-response .view-lines", { hasText: firstName }).count()) > 0;
    });

  test("shows new changes and ends at logout, without a violation of the content security policy", async () => {
    const { page, url, complaints } = playground;
    await open(`#key=${adminKey}`);
    await seeLoggedIn("Root key (API key)");
    const socket = await follow();
    expect(socket.url()).toBe(`${url.replace("http", "ws")}/graphql`);
    await seeChangeMade("Adalovelace");
    expect(socket.isClosed()).toBe(false);

    await seeChangeMade("Gracehopper");
    const events = page.getByRole("list", { name: "Events of the subscription" }).getByRole("listitem");
    expect(await events.count()).toBeGreaterThanOrEqual(2);
    const [newest = ""] = await events.allInnerTexts();
    expect(newest).toMatch(/^\d{2}:\d{2}:\d{2}[.,]\d{3} Event \d+$/);
    const oldest = events.last();
    await oldest.locator("summary").click();
    await oldest.locator("pre", { hasText: '"changes"' }).waitFor();

    await page.getByRole("button", { name: "Log out" }).click();
    await until(() => socket.isClosed());
    expect(await events.count()).toBe(0);
    // A click on "run" may come before GraphiQL has read the operation's name in the new tab: that request is refused.
    const tooEarly = "Failed to load resource: the server responded with a status of 400 (Bad Request)";
    expect(complaints.filter((complaint) => complaint !== tooEarly)).toEqual([]);
  });

  test("ends when another key is entered, and the next one uses that key", async () => {
    const { page, server, url } = playground;
    await open(`#key=${adminKey}`);
    const former = await follow();
    await seeChangeMade("Adalovelace");
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ"]);
    await page.goto(`${url}/graphql#key=${secret}`);
    await page.getByRole("button", { name: "Use the key of the link" }).click();
    await seeLoggedIn("Import (API key)");
    await until(() => former.isClosed());
    await follow();
    await seeInResponse("FORBIDDEN");
  });

  test("reports that the key is no longer valid", async () => {
    const { server } = playground;
    const { id, secret } = await givenApiKey(server, ["HISTORY_READ"]);
    await open(`#key=${secret}`);
    await seeLoggedIn("Import (API key)");
    await server.run(revokeApiKey, { id });
    await follow();
    await seeAlert("it has expired, was revoked or is wrong");
  });
});
