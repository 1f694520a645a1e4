import { givenCustomer } from "../customer/customer.steps.js";
import { download, useFileServer } from "../files/files.steps.js";
import { email, erase, givenPerson } from "../personal-data/personal-data.steps.js";
import { eventually } from "../support/mail.js";
import { endOf, startExport, useExportServer } from "./export.steps.js";

describe("an erasure and exports", () => {
  const { server, ...files } = useExportServer();
  const prisma = () => server.testDatabase.database.prisma;

  /** Exports customers, and returns the id of the file. */
  async function givenExport(...args: Parameters<typeof startExport> extends [unknown, ...infer Rest] ? Rest : never) {
    return (await endOf(server, await startExport(server, ...args))).resultFileId ?? "";
  }

  const erasuresAreDone = () =>
    eventually("an erasure is not done", async () => (await prisma().fileErasure.count()) === 0 || undefined);

  it("deletes the files that hold the person, and no others", async () => {
    const { id } = await givenPerson(server);
    const other = await givenCustomer(server, { email: "eva@example.com", firstName: "Zoefirst" });
    const where = { id: { eq: other.id } };
    const kept = [await givenExport({ where }), await givenExport({ where, columns: ["id", "firstName"] })];
    const named = [
      await givenExport(),
      await givenExport({ format: "JSONL" }),
      await givenExport({ columns: ["lastName", "id"] }),
    ];
    expect((await erase(server, id)).userErrors).toEqual([]);
    await erasuresAreDone();
    expect(await files.names()).toEqual([...kept].sort());
    const jobs = await prisma().job.findMany({ where: { resultFileId: { not: null } }, orderBy: { id: "asc" } });
    expect(jobs.map(({ resultFileId }) => resultFileId)).toEqual(kept);
    for (const file of named) expect((await download(server, file)).status).toBe(404);
    for (const file of kept) expect((await download(server, file)).status).toBe(200);
    expect((await download(server, await givenExport())).body).not.toContain(email);
  });

  it("deletes each file without ids, because the person may be in it by nothing but a name", async () => {
    const { id } = await givenPerson(server);
    const file = await givenExport({ columns: ["firstName", "addresses.0.city"] });
    expect((await download(server, file)).body).toContain("Zoefirst");
    await erase(server, id);
    await erasuresAreDone();
    expect(await files.names()).toEqual([]);
    expect((await download(server, file)).status).toBe(404);
    // Files that were created afterwards stay.
    const later = await givenExport({ columns: ["firstName"] });
    expect((await download(server, later)).body).not.toContain("Zoefirst");
  });
});

describe("an erasure and exports that wait", () => {
  // It runs no jobs.
  const { server } = useFileServer();

  it("lets those fail whose filters name the person", async () => {
    const { id } = await givenPerson(server);
    await startExport(server, { where: { email: { eq: email.toUpperCase() } } });
    await startExport(server, { where: { email: { eq: "eva@example.com" } } });
    await erase(server, id);
    const jobs = await server.testDatabase.database.prisma.job.findMany({ orderBy: { id: "asc" } });
    expect(jobs).toMatchObject([{ status: "FAILED", input: {} }, { status: "QUEUED" }]);
  });
});
