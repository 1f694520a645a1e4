import type { Request } from "playwright-core";
import { givenAddress } from "../address/address.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import { givenPriceList } from "../price-list/price-list.steps.js";
import { europe, givenRegion } from "../region/region.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { useMailServer } from "../support/mail.js";
import { adminKey, type TestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

interface Opened {
  readonly path: string;
  readonly credential?: string;
  /** The buttons that open the form. */
  readonly buttons?: readonly string[];
}

interface Form {
  readonly name: string;
  /** The labels of the required fields. */
  readonly required: readonly string[];
  /** Texts for all fields, which the server refuses. Default: one with a control character, and one that is too long. */
  readonly badTexts?: readonly string[];
  given(server: TestServer): Promise<Opened>;
}

const at = (path: string) => async () => ({ path });

const forms: readonly Form[] = [
  { name: "a new customer", required: [], given: at("/customers/new") },
  {
    name: "a customer",
    required: ["System 1", "Id 1"],
    given: async (server) => ({
      path: `/customers/${(await givenCustomer(server, { firstName: "Ada" })).id}/edit`,
      buttons: ["Add external id"],
    }),
  },
  {
    name: "a new address",
    required: ["Street and number", "Country"],
    given: async (server) => ({
      path: `/customers/${(await givenCustomer(server, { firstName: "Ada" })).id}`,
      buttons: ["Add address"],
    }),
  },
  {
    name: "an address",
    required: ["Street and number", "Postal code", "Country"],
    given: async (server) => {
      const { id } = await givenCustomer(server, { firstName: "Ada" });
      await givenAddress(server, id);
      return { path: `/customers/${id}`, buttons: ["Actions for the address Via Appia 1", "Edit"] };
    },
  },
  { name: "a new group", required: ["Name"], given: at("/groups/new") },
  {
    name: "a group",
    required: ["Name"],
    given: async (server) => ({ path: `/groups/${(await givenGroup(server)).id}/edit` }),
  },
  { name: "a new price list", required: ["Title"], given: at("/price-lists/new") },
  {
    name: "a price list",
    required: ["Title"],
    given: async (server) => ({ path: `/price-lists/${(await givenPriceList(server)).id}/edit` }),
  },
  {
    name: "the prices of a price list",
    required: [],
    badTexts: [
      "variant_1; EUR; 10.00; 5; 1",
      "variant_1; EUR; 10.00\nvariant_1; EUR; 11.00",
      `${"x".repeat(300)}; EUR; 1`,
    ],
    given: async (server) => ({ path: `/price-lists/${(await givenPriceList(server)).id}/prices` }),
  },
  { name: "a new region", required: ["Name", "Currency"], given: at("/regions/new") },
  {
    name: "a region",
    required: ["Name", "Currency"],
    given: async (server) => ({ path: `/regions/${(await givenRegion(server, europe)).id}/edit` }),
  },
  { name: "an invitation", required: ["Email"], given: at("/staff/invite") },
  { name: "a new member of staff", required: ["Email", "New password"], given: at("/staff/new") },
  {
    name: "a member of staff",
    required: ["Email"],
    given: async (server) => ({ path: `/staff/${(await givenUser(server)).id}` }),
  },
  { name: "a new API key", required: ["Title"], given: at("/api-keys/new") },
  {
    name: "the own password",
    required: ["Present password", "New password"],
    given: async (server) => ({ path: "/profile", credential: (await givenUserSession(server)).token }),
  },
];

const defaultBadTexts = ["a\u0007b", "x".repeat(11_000)];

/** A name of the API, such as `firstName`. */
const apiName = /\b[a-z]+[A-Z]\w*/;

describeInBrowser("the forms of the admin app", () => {
  const app = useAdminApp(useMailServer().serverOptions);
  const form = () => app.page.locator("form");
  const required = () => form().locator("[data-path][required]");
  const texts = () =>
    form().locator(
      "input[data-path]:not([aria-haspopup], [type]:not([type=text], [type=password])), textarea[data-path]:not([data-path=metadata])",
    );

  async function open({ path, credential = adminKey, buttons = [] }: Opened): Promise<void> {
    await app.openSignedIn(path, credential);
    for (const name of buttons) {
      const choice = app.page.getByRole("menuitem", { name, exact: true }).or(app.button(name));
      await choice.first().click();
    }
    await form().waitFor();
  }

  const submit = () => form().locator("button[type=submit]").click();

  const choices = () => required().and(app.page.locator("[aria-haspopup]"));

  /** Empties the required fields, but keeps what is chosen from a list. Returns the number of empty ones. */
  async function emptyRequired(): Promise<number> {
    for (const field of await required().and(texts()).all()) await field.fill("");
    const values = await Promise.all((await required().all()).map((field) => field.inputValue()));
    return values.filter((value) => value === "").length;
  }

  /** The countries are the only required choice. */
  async function chooseRequired(): Promise<void> {
    for (const choice of await choices().all()) {
      if ((await choice.inputValue()) !== "") continue;
      await choice.fill("Italy");
      await app.page.getByRole("option", { name: "Italy", exact: true }).click();
    }
  }

  /** Returns the errors at the fields, and those of the whole form. */
  async function errors(): Promise<string[]> {
    return form().locator(".mantine-InputWrapper-error, [role=alert]").allInnerTexts();
  }

  for (const { name, required: labels, badTexts = defaultBadTexts, given } of forms) {
    test(`mark and check what is required, and name no field of the API: ${name}`, async () => {
      const mutations: Request[] = [];
      await open(await given(app.server));
      expect(await required().count()).toBe(labels.length);
      for (const label of labels) await form().getByLabel(label).and(required()).waitFor();
      app.page.on("request", (request) => {
        if (request.postData()?.includes("mutation ")) mutations.push(request);
      });
      if (labels.length > 0) {
        const count = await emptyRequired();
        await submit();
        await form()
          .getByText("This is required.")
          .nth(count - 1)
          .waitFor();
        expect(await errors()).toEqual(Array(count).fill("This is required."));
        await required().first().and(app.page.locator(":focus")).waitFor();
        expect(mutations).toEqual([]);
        await chooseRequired();
      }
      for (const value of badTexts) {
        for (const field of await texts().all()) await field.fill(value);
        await submit();
        await form().locator("[aria-invalid=true], [data-problems]").first().waitFor();
        await app.until(async () => (await form().locator("button[data-loading]").count()) === 0);
        expect((await errors()).filter((error) => apiName.test(error))).toEqual([]);
        expect(await errors()).not.toEqual([]);
      }
      expect(mutations).not.toEqual([]);
    });
  }
});
