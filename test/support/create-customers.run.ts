// Creates customers in the embedded database of the folder it is given, and prints the id of each that was acknowledged.
import { openDatabase } from "../../src/database/database.js";
import { migrate } from "../../src/database/migrations/migrate.js";

const [dataDir = "", prefix = ""] = process.argv.slice(2);
const { pool, prisma } = await openDatabase({ dataDir });
await migrate(pool);
for (let number = 1; ; number += 1) {
  const { id } = await prisma.customer.create({ data: { id: `${prefix}${number}`, firstName: "Ada" } });
  console.log(id);
}
