import { createApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenErrors, givenJob } from "../job/job.steps.js";
import { logInUser } from "../login/login.operations.js";
import { orderInput, record } from "../order/order.steps.js";
import { givenPriceList, price } from "../price-list/price-list.steps.js";
import { givenRegion } from "../region/region.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { givenUser, password } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";
import { findLayoutFaults } from "./layout-faults.js";

const widths = [320, 390, 800, 1024, 1280];
const longWord = "Donaudampfschifffahrt".repeat(10).slice(0, 200);
const longEmail = `${"a.very.long.name.".repeat(3)}x@${"subdomain.".repeat(8)}example.com`;

describeInBrowser("the layout of the admin app", () => {
  const app = useAdminApp();

  /** Creates one of everything with usual names, and one with names as long as they may be. Returns the paths of their pages. */
  async function givenPages(): Promise<{ staff: string[]; token: string }> {
    const usual = await givenCustomer(app.server, {
      firstName: "Maria Magdalena",
      lastName: "von Brandenburg",
      email: "maria.brandenburg@example.com",
      companyName: "Brandenburg Handelsgesellschaft",
      phone: "+49 30 901820 4711",
      externalIds: [{ system: "erp", value: "10004711" }],
    });
    const long = await givenCustomer(app.server, {
      firstName: longWord,
      lastName: longWord,
      email: longEmail,
      companyName: longWord,
      phone: "+49 30 901820 4711",
      externalIds: [{ system: "erp", value: longWord }],
      metadata: { [longWord.slice(0, 40)]: longWord },
      addresses: [
        {
          addressName: longWord,
          firstName: longWord,
          lastName: longWord,
          company: longWord,
          address1: longWord,
          city: longWord,
          postalCode: "10115",
          countryCode: "DE",
        },
      ],
    });
    await record(
      app.server,
      orderInput({ id: "order_1", customerId: long.id, displayId: "1001", total: "1234567.89" }),
    );
    const group = await givenGroup(app.server, longWord, [usual.id, long.id]);
    await givenGroup(app.server, "Wholesale customers of the north", [usual.id]);
    const priceList = await givenPriceList(app.server, {
      title: longWord,
      description: longWord,
      customerGroupIds: [group.id],
      prices: [price, { ...price, variantId: longWord }],
    });
    const region = await givenRegion(app.server, { name: longWord, countryCodes: ["DE", "FR", "IT", "ES", "PT"] });
    await app.server.run(createApiKey, { input: { title: longWord, scopes: ["CUSTOMERS_READ"] } });
    await givenApiKey(app.server, ["CUSTOMERS_READ", "CUSTOMERS_WRITE"]);
    const user = await givenUser(app.server, {
      firstName: longWord,
      lastName: longWord,
      email: longEmail,
      scopes: ["CUSTOMERS_READ", "CUSTOMERS_WRITE"],
    });
    await givenUser(app.server, { firstName: "Maria Magdalena", lastName: "von Brandenburg" });
    await givenJob(app.server, { id: "job_1", status: "SUCCEEDED", failed: 3, finishedAt: new Date() });
    await givenErrors(app.server, "job_1", 3);
    await app.server.as(null).run(logInUser, { email: user.email, password });
    const { login } = await app.server.as(null).run(logInUser, { email: user.email, password });
    // The longest text of a session.
    await app.server.testDatabase.database.prisma.session.updateMany({ data: { lastUsedAt: new Date() } });
    const staff = [
      "/",
      "/?period=5-years",
      "/customers?columns=email,company,phone,groups,orders,external-ids,created,changed",
      "/customers",
      "/customers/new",
      `/customers/${long.id}`,
      `/customers/${long.id}/edit`,
      "/groups",
      `/groups/${group.id}`,
      `/groups/${group.id}/edit`,
      "/price-lists",
      `/price-lists/${priceList.id}`,
      `/price-lists/${priceList.id}/edit`,
      `/price-lists/${priceList.id}/prices`,
      "/regions",
      `/regions/${region.id}`,
      `/regions/${region.id}/edit`,
      "/staff",
      "/staff/new",
      `/staff/${user.id}`,
      "/api-keys",
      "/api-keys/new",
      "/import-export",
      "/import-export/import",
      "/import-export/export",
      "/import-export/job_1",
    ];
    return { staff, token: login.token ?? "" };
  }

  /** Returns the faults of the page at each width. */
  async function faultsOf(path: string): Promise<string[]> {
    await app.page.getByRole("heading", { level: 1 }).waitFor();
    await app.page.waitForLoadState("networkidle");
    const faults: string[] = [];
    for (const width of widths) {
      await app.page.setViewportSize({ width, height: 800 });
      let found = await findLayoutFaults(app.page);
      // Charts follow the width of the window a moment later.
      for (let time = 0; time < 20 && found.length > 0; time += 1) {
        await app.page.waitForTimeout(50);
        found = await findLayoutFaults(app.page);
      }
      faults.push(...found.map((fault) => `${path} at ${width} px: ${fault}`));
      await app.screenshot(
        `layout${path
          .split("?")[0]
          ?.replace(/\/(\w+?)_\w{26,}/, "/$1")
          .replaceAll("/", "-")}-${width}`,
      );
    }
    return faults;
  }

  test("fits each page at each width, with the longest names", async () => {
    const { staff, token } = await givenPages();
    const faults: string[] = [];
    await app.openSignedIn();
    await app.seePage("Overview");
    for (const path of staff) {
      await app.page.goto(app.url + path);
      faults.push(...(await faultsOf(path)));
    }
    await app.button("Sign out").click();
    await app.button("Sign in").waitFor();
    await app.page.goto("about:blank");
    await app.openSignedIn("/profile", token);
    await app.see("Where you are signed in");
    faults.push(...(await faultsOf("/profile")));
    expect(faults).toEqual([]);
  });

  test("scrolls wide tables with the keyboard", async () => {
    await givenPages();
    await app.page.setViewportSize({ width: 1024, height: 800 });
    await app.openSignedIn("/customers?columns=email,company,phone,groups,orders,external-ids,created,changed");
    const frame = app.page.getByRole("region", { name: "All columns: Customers" });
    await frame.focus();
    await app.page.keyboard.press("ArrowRight");
    await app.until(async () => (await frame.evaluate((element) => element.scrollLeft)) > 0);
    await app.expectAccessible();
    await app.screenshot("layout-scrolled");
    await app.page.goto(`${app.url}/customers?columns=created`);
    await app.see("2 customers");
    await frame.waitFor({ state: "detached" });
  });

  test("aligns texts from right to left with their labels", async () => {
    const { id } = await givenCustomer(app.server, {
      companyName: "شركة النور للتجارة",
      addresses: [{ company: "شركة النور", address1: "1 Street", city: "Dubai", countryCode: "AE" }],
    });
    await app.openSignedIn(`/customers/${id}`);
    await app.see("شركة النور للتجارة");
    await app.see("1 Street");
    const leftOf = (selector: string, text: string) =>
      app.page
        .locator(selector)
        .getByText(text, { exact: true })
        .first()
        .evaluate((element) => {
          const range = element.ownerDocument.createRange();
          range.selectNodeContents(element);
          return range.getBoundingClientRect().left;
        });
    const value = await leftOf("section", "شركة النور للتجارة");
    expect(value).toBeCloseTo(await leftOf("section", "Company"), 0);
    expect(await leftOf("address", "شركة النور")).toBeCloseTo(await leftOf("address", "1 Street"), 0);
  });

  test("shows the focus of links of the navigation as that of buttons", async () => {
    await app.openSignedIn("/customers");
    await app.seePage("Customers");
    const outlineOf = async (name: string) => {
      const element = app.page
        .getByText(name, { exact: true })
        .locator("xpath=ancestor-or-self::*[self::a or self::button]");
      await app.page.keyboard.press("Tab");
      await element.focus();
      return element.evaluate((one) => {
        const { outlineWidth, outlineStyle, outlineColor } = one.ownerDocument.defaultView.getComputedStyle(one);
        return `${outlineWidth} ${outlineStyle} ${outlineColor}`;
      });
    };
    expect(await outlineOf("Groups")).toBe(await outlineOf("Sign out"));
  });

  test("names the intervals of the chart at equal distances", async () => {
    await givenCustomer(app.server);
    await app.openSignedIn("/");
    const ticks = app.page.locator(".recharts-xAxis-tick-labels text");
    await ticks.first().waitFor();
    const places = await ticks.evaluateAll((texts) => texts.map((text) => Number(text.getAttribute("x"))));
    const distances = places.slice(1).map((place, index) => Math.round(place - (places[index] ?? 0)));
    expect(distances.length).toBeGreaterThan(2);
    expect(Math.max(...distances) - Math.min(...distances)).toBeLessThanOrEqual(1);
  });
});
