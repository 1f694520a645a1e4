import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenErrors, givenJob } from "../job/job.steps.js";
import { createCustomers, queueJob, startWorker, type TestWorker } from "../jobs/job.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the jobs of the admin app", () => {
  // The server runs no jobs, so the tests decide how far they are.
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, link, screenshot, expectAccessible, usePhone } = app;
  const database = () => app.server.testDatabase.database;
  let worker: TestWorker | undefined;
  const released = gate();
  afterEach(async () => {
    released.resolve();
    await worker?.close();
    worker = undefined;
  });
  const row = (name: RegExp) => app.page.getByRole("row", { name });

  test("are listed, and show how far they are while they run", async () => {
    const { id: keyId } = await givenApiKey(app.server);
    await givenJob(app.server, { id: "job_1", actorId: keyId, status: "CANCELED", finishedAt: new Date() });
    await givenJob(app.server, {
      id: "job_2",
      kind: "CUSTOMERS_EXPORT",
      status: "FAILED",
      failure: "Too large.",
      finishedAt: new Date(),
    });
    const id = await queueJob(database());
    await openSignedIn("/import-export");
    await see("3 jobs");
    await row(/Import of customers Waiting 0 0 The server/).waitFor();
    await row(/Export of customers Failed 0 0 You/).waitFor();
    await row(/Import of customers Cancelled 0 0 Import/).waitFor();
    worker = startWorker(database(), async (context) => {
      await context.setTotal(4);
      await createCustomers(context, 3);
      await released.promise;
      return {};
    });
    await row(/Import of customers Running .*3 of 4 0/).waitFor();
    await expectAccessible();
    await screenshot("jobs");
    await app.page.locator(`a[href$="${id}"]`).click();
    await see("3 of 4 rows processed so far.");
    await app.page.getByRole("progressbar").and(app.page.locator('[aria-valuenow="75"]')).waitFor();
    await screenshot("job-running");
    released.resolve();
    await see("3 rows were imported.");
  });

  test("appear without a reload when somebody else starts them, while the page is visible", async () => {
    await app.page.clock.install();
    await openSignedIn("/import-export");
    await see("No imports and exports yet");
    await givenJob(app.server, { id: "job_1", status: "SUCCEEDED", finishedAt: new Date() });
    await app.page.clock.runFor(15_000);
    await see("1 job");
    const lists = () => app.requests.filter((request) => request.postData()?.includes("JobsPage")).length;
    const before = lists();
    await app.page.evaluate("Object.defineProperty(document, 'hidden', { value: true })");
    await app.page.clock.runFor(60_000);
    expect(lists()).toBe(before);
  });

  test("are cancelled after a confirmation", async () => {
    const id = await queueJob(database());
    await openSignedIn(`/import-export/${id}`);
    await see("The job waits for a server that runs it.");
    await button("Cancel the job").click();
    await see("Rows that were already written stay. The other rows are not imported.");
    await expectAccessible();
    await app.page.getByRole("dialog").getByRole("button", { name: "Cancel the job" }).click();
    await see("The job was cancelled. No customer was changed.");
    await app.until(async () => (await button("Cancel the job").count()) === 0);
    await screenshot("job-cancelled");
  });

  test("have pages of errors, which are downloaded as one file", async () => {
    await givenJob(app.server, {
      id: "job_1",
      status: "SUCCEEDED",
      total: 300,
      processed: 300,
      failed: 260,
      created: 40,
      finishedAt: new Date(),
    });
    await givenErrors(app.server, "job_1", 260);
    await openSignedIn("/import-export/job_1");
    await see("40 rows were imported. 260 rows have errors and were left out.");
    await row(/Line 26/).waitFor();
    await screenshot("job-errors");
    await button("Next").click();
    await row(/Line 27/).waitFor();
    const [download] = await Promise.all([app.page.waitForEvent("download"), button("Download errors").click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString().trimEnd().split("\r\n");
    expect([lines.length, lines.at(-1)]).toEqual([261, "261,E-Mail,INVALID_EMAIL,Must be an email address."]);
  });

  test("say that no row can be imported, or was imported, if each has errors", async () => {
    const ended = { status: "SUCCEEDED", total: 2, processed: 2, failed: 2, finishedAt: new Date() };
    await givenJob(app.server, { id: "job_1", dryRun: true, ...ended });
    await givenJob(app.server, { id: "job_2", ...ended });
    await openSignedIn("/import-export/job_1");
    await see("No row can be imported, because each has errors. Nothing was written, because this was a dry run.");
    await openSignedIn("/import-export/job_2");
    await see("Nothing was imported, because each row has errors.");
  });

  test("have a page each that does not exist for an unknown id, and pages of the list", async () => {
    for (let index = 100; index < 130; index += 1) {
      await givenJob(app.server, { id: `job_${index}`, status: "SUCCEEDED", finishedAt: new Date() });
    }
    await usePhone();
    await openSignedIn("/import-export");
    await see("30 jobs");
    await expectAccessible();
    await screenshot("jobs-phone");
    await button("Next").click();
    await app.page.locator('a[href$="job_104"]').waitFor();
    expect(await link("Import of customers").count()).toBe(5);
    await app.page.goto(`${app.url}/import-export/job_1`);
    await seePage("Page not found");
  });
});

function gate(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((open) => {
    resolve = open;
  });
  return { promise, resolve: () => resolve() };
}
