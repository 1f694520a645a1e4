import { readFile } from "node:fs/promises";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { allCustomers } from "../customer-sync/upsert.steps.js";
import { withFiles } from "../files/files.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { holdOperation, browserTest as test, useAdminApp } from "./admin-app.js";

const csv = (...rows: string[]) => rows.map((row) => `${row}\r\n`).join("");
const people = csv("E-Mail;First name;Loyalty", "ada@example.com;Ada;gold", "no email;Bea;silver", ";Cora;bronze");

describeInBrowser("imports and exports in the admin app", () => {
  const app = useAdminApp(withFiles({ jobs: { timeouts: { pollMs: 50 } } }));
  const { openSignedIn, seePage, see, button, link, screenshot, expectAccessible, usePhone } = app;
  const fieldOf = (column: string) => app.page.getByLabel(`Field of ${column}`, { exact: true });
  const choices = async (...columns: string[]) =>
    Promise.all(columns.map((column) => fieldOf(column).evaluate((select: { value: string }) => select.value)));
  const fact = (label: string, value: string) =>
    app.page.locator(`div:has(> div:text-is("${label}"), > p:text-is("${label}"))`).getByText(value, { exact: true });

  async function choose(content: string | Buffer, name = "people.csv"): Promise<void> {
    const buffer = Buffer.from(content as string);
    await app.page.locator('input[type="file"]').setInputFiles({ name, mimeType: "", buffer });
  }

  async function download(action: string): Promise<{ name: string; content: string }> {
    const [file] = await Promise.all([app.page.waitForEvent("download"), button(action).click()]);
    return { name: file.suggestedFilename(), content: await readFile(await file.path(), "utf8") };
  }

  test("check a file first, then import it with the same columns, and list the errors by line", async () => {
    await openSignedIn("/import-export");
    await see("No imports and exports yet");
    await expectAccessible();
    await link("Import customers").click();
    await seePage("Import customers");
    await expectAccessible();
    await screenshot("import-empty");
    await choose(people);
    await see("people.csv (");
    await see("bronze");
    expect(await choices("E-Mail", "First name", "Loyalty")).toEqual(["email", "firstName", ""]);
    await see("2 of 3 columns have a field.");
    await fieldOf("Loyalty").selectOption("metadata.*");
    await app.page.getByLabel("Key of the metadata of Loyalty").fill("tier");
    await expectAccessible();
    await screenshot("import");
    await button("Start the dry run").click();

    await seePage("Dry run of an import");
    await see("2 rows are good, and 1 row has errors. Nothing was written, because this was a dry run.");
    await fact("Would be created", "2").waitFor();
    await app.page.getByRole("row", { name: /Line 3 E-Mail Must be an email address/ }).waitFor();
    expect(await allCustomers(app.server)).toEqual([]);
    await expectAccessible();
    await screenshot("import-dry-run");

    await app.page.reload();
    await button("Import for real").click();
    await see("1 row has errors and is left out.");
    await button("Import 2 rows").click();
    await seePage("Import of customers");
    await see("2 rows were imported. 1 row has errors and was left out.");
    expect(await allCustomers(app.server)).toMatchObject([
      { email: "ada@example.com", firstName: "Ada", metadata: { tier: "gold" } },
      { email: null, firstName: "Cora", metadata: { tier: "bronze" } },
    ]);
    const { name, content } = await download("Download errors");
    expect([name, content.split("\r\n").slice(0, 2)]).toEqual([
      "errors.csv",
      ["line,column,code,message", expect.stringMatching(/^3,E-Mail,INVALID_EMAIL,/)],
    ]);
    expect(await button("Import for real").count()).toBe(0);
  });

  test("are started from a dry run in any tab of the browser", async () => {
    await openSignedIn("/import-export/import");
    await choose("Mail,Name\nada@example.com,Ada\n");
    await fieldOf("Name").selectOption("firstName");
    await button("Start the dry run").click();
    await see("No errors in 1 row.");
    const other = await app.context.newPage();
    await other.goto(app.page.url());
    await other.getByRole("button", { name: "Import for real" }).click();
    await other.getByText("1 row was imported.").waitFor();
    expect(await allCustomers(app.server)).toMatchObject([{ email: "ada@example.com", firstName: "Ada" }]);
    await other.close();
  });

  test("keep the cells of a file without a header in one tab only", async () => {
    await openSignedIn("/import-export/import");
    await choose("ada@example.com,Ada\nbea@example.com,Bea\n");
    await fieldOf("ada@example.com").selectOption("email");
    await fieldOf("Ada").selectOption("firstName");
    await button("Start the dry run").click();
    await see("No errors in 1 row.");
    expect(await app.storedIn("localStorage")).not.toContain("ada@example.com");
    const other = await app.context.newPage();
    await other.goto(app.page.url());
    await other.getByRole("link", { name: "Choose the file again" }).waitFor();
    await other.close();
    await app.page.reload();
    await button("Import for real").waitFor();
  });

  test("keep the columns after a user error, and show it at its column", async () => {
    await openSignedIn("/import-export/import");
    await choose("email,Number,Note\nada@example.com,4711,\n");
    await fieldOf("Number").selectOption("externalIds.*");
    await button("Start the dry run").click();
    await see("Type the system, such as erp.");
    const system = app.page.getByLabel("System of the external id of Number");
    await system.fill("Our ERP");
    await button("Start the dry run").click();
    await app.page.locator('[aria-invalid="true"][data-path="columns.1.typed"]').waitFor();
    await system.fill("erp");
    await fieldOf("Note").selectOption("metadata.*");
    const key = app.page.getByLabel("Key of the metadata of Note");
    await key.fill("k".repeat(300));
    await button("Start the dry run").click();
    await see("Must have at most 255 characters.");
    await app.page.locator('[aria-invalid="true"][data-path="columns.2.typed"]').waitFor();
    expect([await system.inputValue(), (await key.inputValue()).length]).toEqual(["erp", 300]);
    await expectAccessible();
    await screenshot("import-error");
    await fieldOf("Note").selectOption("email");
    await button("Start the dry run").click();
    await see("Another column has this field.");
    await fieldOf("Note").selectOption("");
    await app.page.getByLabel("Which customer a row is about").selectOption("externalId:erp");
    await app.page.getByLabel("Dry run first").uncheck();
    await button("Import").click();
    await see("1 row was imported.");
    expect(app.requests.filter((request) => request.url().endsWith("/files"))).toHaveLength(1);
    expect(await allCustomers(app.server)).toMatchObject([{ externalIds: [{ system: "erp", value: "4711" }] }]);
  });

  test("need the field of at least one column", async () => {
    await openSignedIn("/import-export/import");
    await choose(csv("One;Two", "1;2"));
    await see("0 of 2 columns have a field.");
    await button("Start the dry run").click();
    await see("Choose the field of at least one column.");
    await fieldOf("Two").selectOption("firstName");
    await button("Start the dry run").click();
    await seePage("Dry run of an import");
  });

  test("know the columns of Shopify, quotes, tabs and UTF-16, and JSONL", async () => {
    await openSignedIn("/import-export/import");
    await choose('Email,First Name,Total Spent,Zip,Tags\nada@example.com,"A ""da""\nLovelace",1.00,\'00184,vip\n');
    await see('A "da"');
    expect(await choices("Email", "Total Spent", "Zip", "Tags")).toEqual([
      "email",
      "",
      "addresses.0.postalCode",
      "metadata.*",
    ]);
    await choose(Buffer.from("\ufeffemail\tVorname\näda@example.com\tÄda\n", "utf16le"), "people.txt");
    await see("Äda");
    expect(await choices("email", "Vorname")).toEqual(["email", ""]);
    await choose('{"email":"ada@example.com","addresses":[{"city":"Roma"}],"old":{"nick":"A"}}\n', "people.jsonl");
    expect(await choices("email", "addresses", "old.nick")).toEqual(["email", "as it is", ""]);
    await fieldOf("old.nick").selectOption("firstName");
    await app.page.getByLabel("Dry run first").uncheck();
    await button("Import").click();
    await see("1 row was imported.");
    expect(await allCustomers(app.server)).toMatchObject([{ firstName: "A", email: "ada@example.com" }]);
  });

  test("say why a file cannot be imported", async () => {
    await openSignedIn("/import-export/import");
    for (const [content, message] of [
      [Buffer.from("504b0304ff00", "hex"), "This is a workbook or another ZIP file."],
      [Buffer.from("89504e470d0a1a0a0000", "hex"), "This is no text file."],
      [Buffer.from("email,name\na@example.com,J\xfcrgen\n", "latin1"), "The text of this file is not in UTF-8."],
      ["", "The file is empty."],
      ["email,email\n", 'The header has the column "email" twice.'],
      ['email\n"ada', undefined],
      ["[1]", "Row 1 is no JSON object."],
    ] as const) {
      await choose(content, "people");
      if (message !== undefined) await see(message);
    }
    await expectAccessible();
    await screenshot("import-bad-file");
    expect(await button("Start the dry run").count()).toBe(0);
  });

  test("say why an upload was refused, and send the file again", async () => {
    app.allowComplaints(/status of 413/);
    await openSignedIn("/import-export/import");
    await choose(`email\n${"ada@example.com\n".repeat(70_000)}`);
    await button("Start the dry run").click();
    await see("The import was not started");
    await see("1000000 bytes");
    await choose("email\nada@example.com\n");
    await button("Start the dry run").click();
    await see("No errors in 1 row.");
  });

  test("can be stopped while the file is sent, and started again", async () => {
    app.allowComplaints(/ERR_ABORTED/);
    await app.page.route("**/files", () => {});
    await openSignedIn("/import-export/import");
    await choose("email\nada@example.com\n");
    await button("Start the dry run").click();
    await see("Sending the file:");
    await expectAccessible();
    await screenshot("import-upload");
    await button("Cancel the upload").click();
    await see("The upload was cancelled.");
    expect(await app.page.getByText("Sending the file:").count()).toBe(0);
    await app.page.unroute("**/files");
    await button("Start the dry run").click();
    await see("No errors in 1 row.");
  });

  test("send no more of the file after the page is left", async () => {
    await app.page.route("**/files", () => {});
    await openSignedIn("/import-export/import");
    await choose("email\nada@example.com\n");
    await button("Start the dry run").click();
    await see("Sending the file:");
    const ended = app.page.waitForEvent("requestfailed", (request) => request.url().endsWith("/files"));
    await link("Customers").click();
    await button("Leave").click();
    await ended;
    await seePage("Customers");
  });

  test("do not open the page of a job that starts after the page is left", async () => {
    const held = holdOperation(app.page, "StartImport");
    await openSignedIn("/import-export/import");
    await choose("email\nada@example.com\n");
    await button("Start the dry run").click();
    const send = await held;
    await link("Customers").click();
    await button("Leave").click();
    await seePage("Customers");
    await send();
    // The app stores the choices of the import when it has the job, just before it would open its page.
    await app.until(async () => (await app.storedIn("localStorage")).includes("job_"));
    await app.page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))");
    expect(app.page.url()).toBe(`${app.url}/customers`);
  });

  test("export the customers of a filter, or those that are selected, to a file", async () => {
    await givenCustomer(app.server, { firstName: "Ada", email: "ada@example.com" });
    await givenCustomer(app.server, { firstName: "Bea", email: "bea@example.com" });
    await openSignedIn("/customers?search=ada");
    await see("1 customer");
    await link("Export").click();
    await seePage("Export customers");
    await see("1 customer is exported.");
    await expectAccessible();
    await screenshot("export");
    await button("Export").click();
    await seePage("Export of customers");
    await see("The file is ready. It has 1 customer.");
    await expectAccessible();
    await screenshot("export-done");
    const { name, content } = await download("Download the file");
    expect(name).toMatch(/^customers.*\.csv$/);
    expect([content.includes("ada@example.com"), content.includes("bea@example.com")]).toEqual([true, false]);

    await app.page.goto(`${app.url}/customers`);
    await app.page.getByLabel("Select Bea").check();
    await app.page.getByRole("region", { name: "Selected customers" }).getByRole("link", { name: "Export" }).click();
    await see("Those that you selected in the list of customers.");
    await see("1 customer is exported.");
    await app.page.getByLabel("JSONL").check();
    await button("Export").click();
    await see("The file is ready. It has 1 customer.");
    expect(JSON.parse((await download("Download the file")).content)).toMatchObject({ email: "bea@example.com" });
  });

  test("are not shown without the scopes", async () => {
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ"]);
    await openSignedIn("/customers", secret);
    await see("No customers yet");
    expect([await link("Import and export").count(), await link("Export").count()]).toEqual([0, 0]);
    await app.page.goto(`${app.url}/import-export`);
    await seePage("You may not open this page");
    const writer = await givenApiKey(app.server, ["JOBS_MANAGE", "CUSTOMERS_WRITE"]);
    await app.page.evaluate("sessionStorage.clear()");
    await openSignedIn("/import-export", writer.secret);
    await link("Import customers").click();
    await seePage("Import customers");
    expect(await fieldOf("groupIds").count()).toBe(0);
    await choose("email,groupIds\nada@example.com,cusgroup_1\n");
    expect(await choices("email", "groupIds")).toEqual(["email", ""]);
    await app.page.goto(`${app.url}/import-export/export`);
    await seePage("You may not open this page");
  });

  test("fit a phone, in the dark, and work with the keyboard", async () => {
    await app.page.emulateMedia({ colorScheme: "dark" });
    await usePhone();
    await openSignedIn("/import-export/import");
    await choose(people);
    await expectAccessible();
    await screenshot("import-phone-dark");
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await app.page.getByLabel("Import nothing, and list the errors").press("Space");
    await screenshot("import-options-phone-dark");
    await button("Start the dry run").press("Enter");
    await seePage("Dry run of an import");
    await see("1 row has errors, so nothing was written.");
    await expectAccessible();
    await screenshot("job-phone-dark");
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });
});
