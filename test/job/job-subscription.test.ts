import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { createCustomers, queueJob, seeStatus, startWorker } from "../jobs/job.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { endSessions } from "../session/session.operations.js";
import { sessionIdIn } from "../session/session.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { givenJob } from "./job.steps.js";
import { followJob } from "./job-follower.js";

describe("the subscription job", () => {
  const server = useTestServer();
  const database = () => server.testDatabase.database;
  const urls: string[] = [];
  beforeAll(async () => {
    for (const { app } of [server, await server.anotherInstance()]) {
      urls.push(await app.listen({ host: "127.0.0.1", port: 0 }));
    }
  });

  const follow = (id: string, credential = adminKey, instance = 0) =>
    followJob({ url: urls[instance] ?? "", credential }, id);
  const followOnBoth = (id: string, credential?: string) => [follow(id, credential, 0), follow(id, credential, 1)];
  const code = (expected: string) => [{ extensions: { code: expected } }];

  it("delivers the job until it ends, on each instance", async () => {
    const id = await queueJob(database());
    const followers = followOnBoth(id);
    for (const follower of followers) await follower.until(({ status }) => status === "QUEUED");
    const error = { line: 5, code: "INVALID", message: "Must be a date.", column: null, path: [] };
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const worker = startWorker(database(), async (context) => {
      await createCustomers(context, 2);
      await context.commitBatch(async () => ({ processed: 1, failed: 1, errors: [error], position: 3 }));
      await released;
      return {};
    });
    for (const follower of followers) {
      const running = await follower.until(({ processed }) => processed === 3);
      expect(running).toMatchObject({ status: "RUNNING", finishedAt: null });
      expect(running.errors).toEqual({ totalCount: 1, nodes: [{ line: 5 }] });
    }
    release();
    for (const { end, states } of followers) {
      expect(await end).toEqual([]);
      expect(states.at(-1)).toMatchObject({ id, status: "SUCCEEDED", processed: 3, finishedAt: expect.any(String) });
      const processed = states.map((state) => state.processed);
      expect(processed).toEqual([...processed].sort());
    }
    await worker.close();
  });

  it("delivers a job that has ended once", async () => {
    await givenJob(server, { id: "job_1", status: "CANCELED", finishedAt: new Date() });
    const { end, states } = follow("job_1");
    expect(await end).toEqual([]);
    expect(states).toMatchObject([{ status: "CANCELED" }]);
  });

  it("completes when the job is deleted", async () => {
    await givenJob(server, { id: "job_1" });
    const { end, until } = follow("job_1");
    await until(({ status }) => status === "QUEUED");
    await database().prisma.job.deleteMany();
    expect(await end).toEqual([]);
  });

  it("is BAD_USER_INPUT for an unknown job and for that of another caller, and open to the caller who started it", async () => {
    const starter = await givenApiKey(server, []);
    const other = await givenApiKey(server, ["CUSTOMERS_WRITE"]);
    const manager = await givenApiKey(server, ["JOBS_MANAGE"]);
    await givenJob(server, { id: "job_1", actorId: starter.id, status: "CANCELED", finishedAt: new Date() });
    expect(await follow("job_unknown").end).toMatchObject(code("BAD_USER_INPUT"));
    expect(await follow("job_1", other.secret).end).toMatchObject(code("BAD_USER_INPUT"));
    for (const { secret } of [starter, manager]) expect(await follow("job_1", secret).end).toEqual([]);
  });

  it("is FORBIDDEN for customers", async () => {
    const { token } = await givenCustomerSession(server);
    await givenJob(server, { id: "job_1" });
    expect(await follow("job_1", token).end).toMatchObject(code("FORBIDDEN"));
  });

  it("ends with the session of the caller, on each instance", async () => {
    const { token } = await givenUserSession(server, { scopes: ["JOBS_MANAGE"] });
    await givenJob(server, { id: "job_1" });
    const followers = followOnBoth("job_1", token);
    for (const follower of followers) await follower.until(({ status }) => status === "QUEUED");
    // All subscribers are checked every ten seconds. While the clock stands still, this does not happen.
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now());
    try {
      await server.as(token).run(endSessions, { id: sessionIdIn(token) });
      for (const { end } of followers) expect(await end).toMatchObject(code("UNAUTHENTICATED"));
    } finally {
      clock.mockRestore();
    }
  });

  it("delivers no state after the key of the caller is revoked", async () => {
    const { id: keyId, secret } = await givenApiKey(server, ["JOBS_MANAGE"]);
    const id = await queueJob(database());
    const { end, states, until } = follow(id, secret);
    await until(({ status }) => status === "QUEUED");
    await server.run(revokeApiKey, { id: keyId });
    const worker = startWorker(database(), (context) => createCustomers(context, 1));
    expect(await end).toMatchObject(code("UNAUTHENTICATED"));
    expect(states).toMatchObject([{ status: "QUEUED" }]);
    await seeStatus(database(), id, "SUCCEEDED");
    await worker.close();
  });
});
