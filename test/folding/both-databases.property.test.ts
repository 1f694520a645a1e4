import { randomInt } from "node:crypto";
import fc from "fast-check";
import { saveRootKey } from "../../src/access/api-key/root-key.js";
import type { Database } from "../../src/database/database.js";
import { createDatabase } from "../../src/database/database.js";
import { customersPage } from "../pagination/lists.operations.js";
import { describeOnServer } from "../support/database.js";
import { copyEmbeddedTemplate, createEmbeddedTemplate } from "../support/embedded-template.js";
import type { CustomersPageQueryVariables } from "../support/generated/graphql.js";
import { type Asker, adminKey, useTestServer } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { anyText, anyWord } from "./texts.js";

describeOnServer("the embedded database and a server", () => {
  const server = useTestServer();
  const temporaryFolder = temporaryFolders();
  let embedded: Database;
  let onEmbedded: Asker;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    await createEmbeddedTemplate(folder);
    embedded = createDatabase(await copyEmbeddedTemplate(folder));
    await saveRootKey(embedded.prisma, adminKey);
    onEmbedded = (await server.another({ database: embedded })).as(adminKey);
  });
  afterAll(() => embedded?.close());

  it("return the same rows in the same order", async () => {
    const seed = randomInt(2 ** 31);
    const names = fc.sample(anyText, { seed, numRuns: 500 });
    const data = names.map((firstName, index) => ({ id: `cus_${index}`, firstName, phone: names[index + 1] ?? null }));
    for (const { prisma } of [server.testDatabase.database, embedded]) await prisma.customer.createMany({ data });

    const words = fc.sample(anyWord, { seed, numRuns: 150 });
    const requests: Omit<CustomersPageQueryVariables, "deleted">[] = [
      { sort: [{ field: "FIRST_NAME", direction: "ASC" }] },
      { sort: [{ field: "FIRST_NAME", direction: "DESC" }] },
      ...words.map((search) => ({ search })),
      ...words.map((contains) => ({ where: { firstName: { contains } } })),
    ];
    for (const request of requests) {
      const ask = (asker: Asker) => asker.run(customersPage, { ...request, first: 250, deleted: "EXCLUDE" });
      expect([seed, request, await ask(onEmbedded)]).toEqual([seed, request, await ask(server)]);
    }
  });
});
