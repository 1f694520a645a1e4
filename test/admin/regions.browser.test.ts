import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenRegion, regionOf, update } from "../region/region.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the regions of the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, field, link, screenshot, expectAccessible, usePhone } = app;
  const addCountry = async (name: string) => {
    await app.page.getByRole("combobox", { name: "Countries" }).fill(name);
    await app.page.getByRole("option", { name, exact: true }).click();
    await app.page.keyboard.press("Escape");
  };

  test("are created with countries, of which each belongs to one region only", async () => {
    await givenRegion(app.server, { name: "Europe", countryCodes: ["it"] });
    await openSignedIn("/regions");
    await app.page.getByRole("row", { name: "Europe EUR Italy" }).waitFor();
    await expectAccessible();
    await screenshot("regions");
    await link("New region").click();
    await field("Name").fill("South");
    await field("Currency").fill("EUR");
    await addCountry("Italy");
    await button("Create region").click();
    await app.page.locator('[aria-invalid="true"][data-path="countryCodes"]').waitFor();
    await expectAccessible();
    await screenshot("new-region-error");
    await app.page.keyboard.press("Backspace");
    await addCountry("Malta");
    await button("Create region").click();
    await seePage("South");
    await see("Malta");
    await expectAccessible();
    expect(await regionOf(app.server, "mt")).toMatch(/^reg_/);
  });

  test("are edited, and show both versions after a conflict", async () => {
    const { id } = await givenRegion(app.server, { name: "Europe", countryCodes: ["it"] });
    await openSignedIn(`/regions/${id}`);
    await link("Edit").click();
    await field("Name").fill("Euro area");
    await addCountry("Malta");
    await update(app.server, id, { name: "Western Europe" });
    await button("Save").click();
    await see("Saved: Western Europe");
    await see("Yours: IT, MT");
    await expectAccessible();
    await button("Save these values").click();
    await seePage("Euro area");
    await see("2 countries");
  });

  test("tell their history, with the names of countries", async () => {
    const { id } = await givenRegion(app.server, { name: "Europe", countryCodes: ["it"] });
    await update(app.server, id, { countryCodes: ["mt", "it"], currencyCode: "USD" });
    await openSignedIn(`/regions/${id}`);
    await see("Countries: from Italy to Italy, Malta");
    await see("Currency: from EUR to USD");
    await see("Root key created the region");
    await expectAccessible();
    await screenshot("region-history");
  });

  test("are deleted after a question", async () => {
    const { id } = await givenRegion(app.server, { name: "Europe", countryCodes: ["it"] });
    await openSignedIn(`/regions/${id}`);
    await button("Delete").click();
    await see("Its countries belong to no region then");
    await button("Delete region").click();
    await see("No regions yet");
    expect(await regionOf(app.server, "it")).toBeNull();
  });

  test("are read by everybody, on a phone and in the dark, too", async () => {
    const { id } = await givenRegion(app.server, { name: "Europe", countryCodes: ["it", "mt"] });
    const { secret } = await givenApiKey(app.server, []);
    await usePhone();
    await app.page.emulateMedia({ colorScheme: "dark" });
    await openSignedIn("/regions", secret);
    await see("1 region");
    expect(await link("New region").count()).toBe(0);
    await link("Europe").click();
    await see("2 countries");
    expect(await link("Edit").count()).toBe(0);
    expect(await app.page.getByRole("heading", { name: "History" }).count()).toBe(0);
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("region-phone");
    await openSignedIn(`/regions/${id}/edit`, secret);
    await see("It needs the scope REGIONS_WRITE.");
  });
});
