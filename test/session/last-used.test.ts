import { setTimeout } from "node:timers/promises";
import { createUsageRecorder } from "../../src/access/auth/usage-recorder.js";
import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { readSessions } from "./session.operations.js";
import { accounts, callerOf, givenCustomerAccount, sessionIdIn, sessionRows } from "./session.steps.js";

describe.each(accounts)("the last use of a session of %s", (_type, givenAccount) => {
  const server = useTestServer();

  it("is written when the server closes, not for each request, and only for the used session", async () => {
    const { id, token, logIn } = await givenAccount(server);
    const unused = await logIn();
    // The server of the test file writes the last use every 30 seconds, so another one is used.
    const { app, ...other } = await server.another();
    for (let request = 1; request <= 3; request += 1) expect(await callerOf(other, token)).toBe(id);
    expect((await sessionRows(server)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([null, null]);
    await app.close();
    const { sessions } = (await server.as(unused).run(readSessions)).viewer;
    const used = sessions.find((session) => session.id === sessionIdIn(token));
    expect(new Date(used?.lastUsedAt ?? 0).getTime()).toBeGreaterThanOrEqual(
      new Date(used?.createdAt ?? Number.NaN).getTime(),
    );
    expect(sessions.find((session) => session.id === sessionIdIn(unused))).toMatchObject({ lastUsedAt: null });
  });
});

/** Prisma ends transactions after five seconds, which are not enough on a busy machine. */
const slow = { timeout: 60_000 };

describeOnServer("two instances that record the last use", () => {
  const server = useTestServer();

  /** Recorders of two instances, and the errors of their writes. */
  function givenRecorders() {
    const { prisma } = server.testDatabase.database;
    const errors: unknown[] = [];
    const create = () => createUsageRecorder(prisma, "session", (error) => errors.push(error));
    return { recorders: [create(), create()] as const, errors };
  }

  it("write the same sessions at the same time, in any order", async () => {
    await givenCustomerAccount(server);
    const [row] = await sessionRows(server);
    const copies = Array.from({ length: 500 }, (_, number) => ({ ...row, id: `ses_${number}`, expiresAt: new Date() }));
    await server.testDatabase.database.prisma.session.createMany({ data: copies });
    const ids = (await sessionRows(server)).map(({ id }) => id);
    const { recorders, errors } = givenRecorders();
    for (const id of ids) recorders[0].record(id);
    for (const id of ids.toReversed()) recorders[1].record(id);
    await Promise.all(recorders.map((recorder) => recorder.close()));
    expect(errors).toEqual([]);
    expect((await sessionRows(server)).filter(({ lastUsedAt }) => lastUsedAt === null)).toEqual([]);
  });

  it("do not wait for a session that another transaction has locked, and keep the later time", async () => {
    const { token, logIn } = await givenCustomerAccount(server);
    const [locked, free] = [sessionIdIn(token), sessionIdIn(await logIn())];
    const { recorders, errors } = givenRecorders();
    const { prisma } = server.testDatabase.database;
    const lastUses = async () => new Map((await sessionRows(server)).map(({ id, lastUsedAt }) => [id, lastUsedAt]));
    recorders[0].record(free);
    await setTimeout(2);
    for (const id of [locked, free]) recorders[1].record(id);
    await prisma.$transaction(async (tx) => {
      await tx.session.update({ where: { id: locked }, data: { userAgent: "another" } });
      await recorders[1].close();
    }, slow);
    const later = await lastUses();
    expect(later.get(locked)).toBeNull();
    expect(later.get(free)).toBeInstanceOf(Date);
    await recorders[0].close();
    expect(await lastUses()).toEqual(later);
    expect(errors).toEqual([]);
  });
});
