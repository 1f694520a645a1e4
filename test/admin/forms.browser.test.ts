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

/** The page of a form. */
interface FormPage {
  readonly path: string;
  readonly credential?: string;
  /** The buttons that open the form. */
  readonly buttons?: readonly string[];
}

interface Form {
  readonly name: string;
  /** The labels of the required fields. */
  readonly required: readonly string[];
  /** The option for each required choice that is empty, by the label of its field. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Texts for all fields, which the server refuses. Default: one with a control character, and one that is too long. */
  readonly badTexts?: readonly string[];
  given(server: TestServer): Promise<FormPage>;
}

const opensAt = (path: string) => async () => ({ path });

const forms: readonly Form[] = [
  { name: "a new customer", required: [], given: opensAt("/customers/new") },
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
    choices: { Country: "Italy" },
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
  { name: "a new group", required: ["Name"], given: opensAt("/groups/new") },
  {
    name: "a group",
    required: ["Name"],
    given: async (server) => ({ path: `/groups/${(await givenGroup(server)).id}/edit` }),
  },
  { name: "a new price list", required: ["Title"], given: opensAt("/price-lists/new") },
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
  { name: "a new region", required: ["Name", "Currency"], given: opensAt("/regions/new") },
  {
    name: "a region",
    required: ["Name", "Currency"],
    given: async (server) => ({ path: `/regions/${(await givenRegion(server, europe)).id}/edit` }),
  },
  { name: "an invitation", required: ["Email"], given: opensAt("/staff/invite") },
  { name: "a new member of staff", required: ["Email", "New password"], given: opensAt("/staff/new") },
  {
    name: "a member of staff",
    required: ["Email"],
    given: async (server) => ({ path: `/staff/${(await givenUser(server)).id}` }),
  },
  { name: "a new API key", required: ["Title"], given: opensAt("/api-keys/new") },
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

  async function open({ path, credential = adminKey, buttons = [] }: FormPage): Promise<void> {
    await app.openSignedIn(path, credential);
    for (const name of buttons) {
      const choice = app.page.getByRole("menuitem", { name, exact: true }).or(app.button(name));
      await choice.first().click();
    }
    await form().waitFor();
  }

  const submit = () => form().locator("button[type=submit]").click();

  const choices = () => required().and(app.page.locator("[aria-haspopup]"));

  /** Empties the required fields, but keeps what is chosen from a list. */
  async function clearRequired(): Promise<void> {
    for (const field of await required().and(texts()).all()) await field.fill("");
  }

  async function countEmptyRequired(): Promise<number> {
    const values = await Promise.all((await required().all()).map((field) => field.inputValue()));
    return values.filter((value) => value === "").length;
  }

  /** Returns the mutations that the page sends from now on. */
  function watchMutations(): Request[] {
    const mutations: Request[] = [];
    app.page.on("request", (request) => {
      if (request.postData()?.includes("mutation ")) mutations.push(request);
    });
    return mutations;
  }

  async function choose(label: string, option: string): Promise<void> {
    // A dialog moves the focus to its first field, which closes a list of choices.
    await form().locator(":focus").waitFor();
    await form().getByLabel(label).and(choices()).fill(option);
    await app.page.getByRole("option", { name: option, exact: true }).click();
  }

  /** Returns the errors at the fields, and those of the whole form. */
  async function errors(): Promise<string[]> {
    return form().locator(".mantine-InputWrapper-error, [role=alert]").allInnerTexts();
  }

  for (const { name, required: labels, given } of forms.filter((one) => one.required.length > 0)) {
    test(`mark required fields, and send nothing while one is empty: ${name}`, async () => {
      await open(await given(app.server));
      // A postal code is required once the countries are loaded.
      await app.until(async () => (await required().count()) === labels.length);
      for (const label of labels) await form().getByLabel(label).and(required()).waitFor();
      const mutations = watchMutations();
      await clearRequired();
      const count = await countEmptyRequired();
      await submit();
      await form()
        .getByText("This is required.")
        .nth(count - 1)
        .waitFor();
      expect(await errors()).toEqual(Array(count).fill("This is required."));
      await form().locator("[aria-invalid=true]").first().and(app.page.locator(":focus")).waitFor();
      expect(mutations).toEqual([]);
    });
  }

  for (const { name, choices: chosen = {}, badTexts = defaultBadTexts, given } of forms) {
    test(`name no field of the API in their errors: ${name}`, async () => {
      await open(await given(app.server));
      for (const [label, option] of Object.entries(chosen)) await choose(label, option);
      const mutations = watchMutations();
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
