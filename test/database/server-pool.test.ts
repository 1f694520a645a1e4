import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { openDatabase } from "../../src/database/database.js";
import { createServerPool } from "../../src/database/server/server-pool.js";
import { describeOnServer, openTestDatabase } from "../support/database.js";

test("an invalid URL is rejected without showing it, because it contains a password", () => {
  for (const url of ["mysql://user:secret@host/db", "postgres://user:secret@host:port/db", "secret"]) {
    expect(() => createServerPool(url)).toThrow(/^DATABASE_URL must be of the form postgres:/);
  }
});

describeOnServer("on a server", () => {
  test("dates are correct in every time zone of the database, and options of the URL are kept", async () => {
    const testDatabase = await openTestDatabase();
    await testDatabase.database.pool.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_database()); END $$`,
    );
    const databaseUrl = `${testDatabase.url}?options=-c%20work_mem%3D5MB`;
    const database = await openDatabase({ databaseUrl, dataDir: "" });

    const createdAt = new Date("2026-03-29T01:30:00.123Z");
    await database.prisma.customer.create({ data: { id: "a", firstName: "Ada", createdAt } });
    const [customer] = await database.prisma.customer.findMany();
    expect(customer?.createdAt).toEqual(createdAt);
    const { rows } = await database.pool.query("SELECT extract(epoch FROM created_at)::float8 AS epoch FROM customer");
    expect(rows).toEqual([{ epoch: createdAt.getTime() / 1000 }]);
    expect((await database.pool.query("SHOW work_mem")).rows).toEqual([{ work_mem: "5MB" }]);

    await database.close();
    await testDatabase.close();
  });

  test("an idle connection that breaks is reported, and the next query gets a new one", async () => {
    const testDatabase = await openTestDatabase();
    let warn: (message: string) => void = () => {};
    const warned = new Promise<string>((resolve) => {
      warn = resolve;
    });
    const database = await openDatabase({
      databaseUrl: testDatabase.url,
      dataDir: "",
      onWarning: (message) => warn(message),
    });
    await database.pool.query("SELECT 1");
    await testDatabase.database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    expect(await warned).toContain("idle connection");
    expect(await database.prisma.customer.count()).toBe(0);
    await database.close();
    await testDatabase.close();
  });
});

test("a connection whose password is missing is closed", async () => {
  const closed: Promise<unknown>[] = [];
  const server = createServer((socket) => {
    // The server requests SCRAM-SHA-256 and continues with it.
    const answers = [authentication(10, "SCRAM-SHA-256\0\0"), authentication(11, "r=a,s=b,i=1")];
    socket.on("data", () => socket.write(answers.shift() ?? ""));
    closed.push(once(socket, "close"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const pool = createServerPool(`postgresql://shop@127.0.0.1:${port}/shop`);
  const error = await pool.connect().catch((error) => error);
  server.close();
  expect(error.message).toContain("password must be a string");
  expect(closed).toHaveLength(1);
  await Promise.all(closed);
});

/** A message of PostgreSQL's protocol: the next step of a login. */
function authentication(step: number, data: string): Buffer {
  const head = Buffer.alloc(9, "R");
  head.writeInt32BE(8 + data.length, 1);
  head.writeInt32BE(step, 5);
  return Buffer.concat([head, Buffer.from(data)]);
}
