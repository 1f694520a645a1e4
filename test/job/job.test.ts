import { rootKeyId } from "../../src/access/api-key/root-key.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { useTestServer } from "../support/server.js";
import { cancelJob, readJob, readJobErrors, readJobs } from "./job.operations.js";
import { givenErrors, givenJob } from "./job.steps.js";

const time = new Date("2026-09-01T10:00:00.000Z");

describe("jobs over GraphQL", () => {
  const server = useTestServer();

  describe("job", () => {
    it("returns the state of a job, and so do node and nodes", async () => {
      await givenJob(server, {
        id: "job_1",
        kind: "CUSTOMERS_EXPORT",
        status: "SUCCEEDED",
        dryRun: true,
        total: 9,
        processed: 8,
        created: 1,
        updated: 2,
        unchanged: 3,
        failed: 4,
        resultFileId: "file_1",
        createdAt: time,
        startedAt: time,
        finishedAt: time,
      });
      const at = time.toISOString();
      expect(await server.run(readJob, { id: "job_1" })).toEqual({
        job: {
          id: "job_1",
          kind: "CUSTOMERS_EXPORT",
          status: "SUCCEEDED",
          total: 9,
          processed: 8,
          created: 1,
          updated: 2,
          unchanged: 3,
          failed: 4,
          dryRun: true,
          failure: null,
          resultPath: "/files/file_1",
          createdBy: rootKeyId,
          createdAt: at,
          startedAt: at,
          finishedAt: at,
        },
        node: { __typename: "Job", id: "job_1" },
        nodes: [{ id: "job_1" }],
      });
    });

    it("is null for an unknown id", async () => {
      expect(await server.run(readJob, { id: "job_unknown" })).toEqual({ job: null, node: null, nodes: [null] });
    });

    it("shows a job to the caller who started it, and to callers with JOBS_MANAGE", async () => {
      const starter = await givenApiKey(server, []);
      const other = await givenApiKey(server, ["CUSTOMERS_READ", "CUSTOMERS_WRITE"]);
      const manager = await givenApiKey(server, ["JOBS_MANAGE"]);
      await givenJob(server, { id: "job_1", actorId: starter.id });
      const seenBy = async (credential: string) => (await server.as(credential).run(readJob, { id: "job_1" })).job?.id;
      expect(await seenBy(starter.secret)).toBe("job_1");
      expect(await seenBy(manager.secret)).toBe("job_1");
      expect(await server.as(other.secret).run(readJob, { id: "job_1" })).toEqual({
        job: null,
        node: null,
        nodes: [null],
      });
    });

    it("is FORBIDDEN for customers, as are jobs and jobCancel", async () => {
      const { token } = await givenCustomerSession(server);
      await givenJob(server, { id: "job_1" });
      for (const operation of [
        '{ job(id: "job_1") { id } }',
        "{ jobs { totalCount } }",
        'mutation { jobCancel(id: "job_1") { job { id } } }',
        '{ node(id: "job_1") { id } }',
      ]) {
        const { errors } = await server.as(token).ask(operation);
        expect([operation, errors]).toMatchObject([operation, [{ extensions: { code: "FORBIDDEN" } }]]);
      }
    });
  });

  describe("the errors of a job", () => {
    it("are in the order of the file, page by page in both directions", async () => {
      await givenJob(server, { id: "job_1" });
      await givenJob(server, { id: "job_2" });
      await givenErrors(server, "job_1", 12);
      await givenErrors(server, "job_2", 1);
      const page = async (args: object) => (await server.run(readJobErrors, { id: "job_1", ...args })).job?.errors;
      const lines = async (args: object) => {
        const { nodes, pageInfo } = (await page(args)) ?? {};
        return [nodes?.map(({ line }) => line), pageInfo?.hasPreviousPage, pageInfo?.hasNextPage];
      };
      const first = await page({ first: 5 });
      expect(first?.totalCount).toBe(12);
      expect(first?.nodes[0]).toEqual({
        line: 2,
        code: "INVALID_EMAIL",
        message: "Must be an email address.",
        column: "E-Mail",
        path: ["email"],
      });
      expect(await lines({ first: 5 })).toEqual([[2, 3, 4, 5, 6], false, true]);
      // The position is a number: 10 comes after 9.
      expect(await lines({ first: 5, after: first?.pageInfo.endCursor })).toEqual([[7, 8, 9, 10, 11], true, true]);
      expect(await lines({ last: 3 })).toEqual([[11, 12, 13], true, false]);
      expect(await lines({ last: 2, before: first?.pageInfo.endCursor })).toEqual([[4, 5], true, true]);
    });

    it("take one statement for all jobs of a list, and one more for their counts", async () => {
      const query = "{ jobs { nodes { id errors(first: 2) { totalCount nodes { line } } } } }";
      const statementsFor = async (count: number) => {
        for (let n = 1; n <= count; n += 1) {
          await givenJob(server, { id: `job_${count}_${n}` });
          await givenErrors(server, `job_${count}_${n}`, 3);
        }
        const { statements, result } = await server.testDatabase.withStatements(() => server.ask(query));
        expect(result.errors).toBeUndefined();
        return statements.length;
      };
      expect([await statementsFor(1), await statementsFor(20)]).toEqual([3, 3]);
    });
  });

  describe("jobs", () => {
    const idsOf = async (credential: string, args: object = {}) => {
      const { jobs } = await server.as(credential).run(readJobs, args);
      return { ids: jobs.nodes.map(({ id }) => id), totalCount: jobs.totalCount };
    };

    it("lists all jobs for callers with JOBS_MANAGE, and their own for others, newest first", async () => {
      const manager = await givenApiKey(server, ["JOBS_MANAGE"]);
      const { user, token } = await givenUserSession(server, { scopes: ["CUSTOMERS_READ"] });
      for (const [id, actorId] of [
        ["job_1", user.id],
        ["job_2", manager.id],
        ["job_3", user.id],
      ] as const) {
        await givenJob(server, { id, actorId });
      }
      expect(await idsOf(manager.secret)).toEqual({ ids: ["job_3", "job_2", "job_1"], totalCount: 3 });
      expect(await idsOf(token)).toEqual({ ids: ["job_3", "job_1"], totalCount: 2 });
      expect(await idsOf(token, { first: 1 })).toEqual({ ids: ["job_3"], totalCount: 2 });
      expect(await idsOf(token, { offset: 1 })).toEqual({ ids: ["job_1"], totalCount: 2 });
    });

    it("pages by cursors in both directions", async () => {
      for (let n = 1; n <= 5; n += 1) await givenJob(server, { id: `job_${n}` });
      const { jobs: first } = await server.run(readJobs, { first: 2 });
      expect(first.nodes.map(({ id }) => id)).toEqual(["job_5", "job_4"]);
      const { jobs: second } = await server.run(readJobs, { first: 2, after: first.pageInfo.endCursor });
      expect(second.nodes.map(({ id }) => id)).toEqual(["job_3", "job_2"]);
      expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
      const { jobs: back } = await server.run(readJobs, { last: 1, before: second.pageInfo.startCursor });
      expect(back.nodes.map(({ id }) => id)).toEqual(["job_4"]);
    });
  });

  describe("jobCancel", () => {
    const cancel = async (id: string, credential?: string) => {
      const { jobCancel } = await (credential === undefined ? server : server.as(credential)).run(cancelJob, { id });
      return jobCancel;
    };

    it.each(["QUEUED", "RUNNING"])("cancels a job that is %s, and deletes its input", async (status) => {
      await givenJob(server, { id: "job_1", status, input: { search: "ada" }, position: 3, processed: 2 });
      const { job, userErrors } = await cancel("job_1");
      expect(userErrors).toEqual([]);
      expect(job).toEqual({ id: "job_1", status: "CANCELED", finishedAt: expect.any(String) });
      expect(await server.testDatabase.database.prisma.job.findUnique({ where: { id: "job_1" } })).toMatchObject({
        input: {},
        position: null,
        processed: 2,
      });
    });

    it.each(["SUCCEEDED", "FAILED", "CANCELED"])("does not change a job that is %s", async (status) => {
      const failure = status === "FAILED" ? "The file has no header." : null;
      await givenJob(server, { id: "job_1", status, failure, finishedAt: time });
      const { job, userErrors } = await cancel("job_1");
      expect([job, userErrors]).toEqual([{ id: "job_1", status, finishedAt: time.toISOString() }, []]);
    });

    it("is for the caller who started the job and for JOBS_MANAGE, and NOT_FOUND for others", async () => {
      const starter = await givenApiKey(server, []);
      const other = await givenApiKey(server, ["CUSTOMERS_WRITE"]);
      const manager = await givenApiKey(server, ["JOBS_MANAGE"]);
      const notFound = { code: "NOT_FOUND", path: ["id"] };
      await givenJob(server, { id: "job_1", actorId: starter.id });
      expect(await cancel("job_1", other.secret)).toMatchObject({ job: null, userErrors: [notFound] });
      expect((await server.run(readJob, { id: "job_1" })).job?.status).toBe("QUEUED");
      expect((await cancel("job_1", starter.secret)).job?.status).toBe("CANCELED");
      await givenJob(server, { id: "job_2", actorId: starter.id });
      expect((await cancel("job_2", manager.secret)).job?.status).toBe("CANCELED");
    });

    it("returns NOT_FOUND for an unknown id, and INVALID_ID for that of another type", async () => {
      expect((await cancel("job_unknown")).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"] }]);
      expect((await cancel("job_\0")).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"] }]);
      expect((await cancel("cus_1")).userErrors).toMatchObject([{ code: "INVALID_ID", path: ["id"] }]);
    });
  });
});
