import { once } from "node:events";
import { stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Scope } from "../../src/access/auth/scope.type.js";
import { ConcurrencyLimiter } from "../../src/http/overload/concurrency-limiter.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { eventually } from "../support/mail.js";
import { remove, update } from "../user/user.steps.js";
import { begin, errorOf, givenUpload, maxBytes, upload, useFileServer } from "./files.steps.js";

const scopes: Scope[] = ["JOBS_MANAGE", "CUSTOMERS_WRITE"];
const multipart = { "content-type": "multipart/form-data; boundary=a" };

describe("POST /files", () => {
  const { server, ...files } = useFileServer();

  it.each<[string, Record<string, string>]>([
    ["text/csv", { "content-type": "text/csv" }],
    ["another charset", { "content-type": "text/csv; charset=utf-16" }],
    ["JSON", { "content-type": "application/json" }],
    ["any bytes", { "content-type": "application/octet-stream" }],
    ["the type that curl sends", { "content-type": "application/x-www-form-urlencoded" }],
    ["no type", {}],
  ])("stores the body as it is: %s", async (_what, headers) => {
    const body = Buffer.from([...Array(300_000).keys()].map((n) => (n * 7919) % 256));
    const response = await upload(server, body, { headers });
    expect([response.status, response.body]).toEqual([201, expect.stringMatching(/^\{"id":"file_[0-9A-Z]{26}"\}$/)]);
    const { id } = JSON.parse(response.body);
    expect((await files.contentOf(id)).equals(body)).toBe(true);
    const row = {
      id,
      purpose: "UPLOAD",
      name: null,
      size: 300_000,
      createdBy: expect.any(String),
      isErased: false,
      days: 7,
    };
    expect(await files.rows()).toEqual([row]);
    expect(response.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
  });

  it("lets only the owner of the process read the folder and the files", async () => {
    const id = await givenUpload(server, "email\n");
    const modes = await Promise.all(
      ["", id, "folder-key"].map(
        async (name) => (await stat(path.join(files.options().folder.path, name))).mode & 0o777,
      ),
    );
    expect(modes.map((mode) => mode.toString(8))).toEqual(["700", "600", "600"]);
  });

  it("stores an empty file", async () => {
    for (const headers of [{ "content-length": 0 }, { "transfer-encoding": "chunked" }]) {
      const { status, body } = await upload(server, "", { headers });
      expect(status).toBe(201);
      expect(await files.contentOf(JSON.parse(body).id)).toHaveLength(0);
    }
  });

  it("shows no file before its whole body has arrived", async () => {
    const { sender, response } = begin(server);
    sender.write("email\n");
    await eventually("no draft exists", async () => (await files.names()).find((name) => name.endsWith(".part")));
    expect(await files.rows()).toMatchObject([{ size: null, days: 0 }]);
    sender.end("ada@example.com\n");
    const { id } = JSON.parse((await response).body);
    expect(await files.names()).toEqual([id]);
  });

  it("is logged and counted, without the content", async () => {
    server.requestLog.length = 0;
    const id = await givenUpload(server, "ada@example.com");
    const [line] = server.requestLog.map((entry) => JSON.parse(entry));
    expect(line).toMatchObject({
      route: "POST /files",
      fileId: id,
      status: 201,
      caller: { type: "API_KEY" },
      cost: 500,
    });
    expect(server.requestLog.join("")).not.toContain("ada@");
  });

  it.each<[Scope]>([["JOBS_MANAGE"], ["CUSTOMERS_WRITE"]])("needs the scope %s", async (missing) => {
    const { secret } = await givenApiKey(
      server,
      scopes.filter((scope) => scope !== missing),
    );
    const response = await upload(server, "email\n", { credential: secret });
    expect(response.status).toBe(403);
    expect(errorOf(response)).toMatchObject({
      message: `This needs the scope ${missing}: POST /files.`,
      extensions: { code: "FORBIDDEN", missingScopes: [missing] },
    });
    await files.expectNothing();
  });

  it("needs no other scope", async () => {
    const { secret } = await givenApiKey(server, scopes);
    expect((await upload(server, "email\n", { credential: secret })).status).toBe(201);
  });

  it("refuses customers, and requests without a valid credential", async () => {
    const { token } = await givenCustomerSession(server);
    expect((await upload(server, "email\n", { credential: token })).status).toBe(403);
    for (const credential of [null, "sk_unknown"]) {
      const response = await upload(server, "email\n", { credential });
      expect([response.status, errorOf(response).extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
      expect(response.headers["www-authenticate"]).toBe("Bearer");
    }
    await files.expectNothing();
  });

  it("refuses a form, with the command that sends the file", async () => {
    const response = await upload(server, "--a--", { headers: multipart });
    expect([response.status, errorOf(response).message]).toEqual([415, expect.stringContaining("--data-binary")]);
    await files.expectNothing();
  });

  it("refuses a compressed body", async () => {
    const response = await upload(server, "email\n", { headers: { "content-encoding": "gzip" } });
    expect(response.status).toBe(415);
  });

  it("stores a file of the maximum size, and refuses a larger one", async () => {
    await givenUpload(server, Buffer.alloc(maxBytes, "a"));
    for (const headers of [{ "content-length": maxBytes + 1 }, { "transfer-encoding": "chunked" }]) {
      const response = await upload(server, Buffer.alloc(maxBytes + 1, "a"), { headers });
      expect(response.status).toBe(413);
      expect(errorOf(response)).toEqual({
        message: "The file must have at most 1000000 bytes.",
        extensions: { code: "BAD_REQUEST" },
      });
    }
    expect(await files.names()).toHaveLength(1);
    expect(await files.rows()).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ["announced", { "content-length": "1000000000000" }],
    ["endless", { "transfer-encoding": "chunked" }],
  ])("stops to read a body that is too large: %s", async (_what, headers) => {
    const { sender, response } = begin(server, { headers });
    const closed = once(sender, "close");
    sender.on("error", () => {});
    const part = Buffer.alloc(100_000, "a");
    const send = () => {
      while (!sender.destroyed && sender.write(part));
    };
    sender.on("drain", send);
    send();
    expect((await response).status).toBe(413);
    // The server ends the connection, although the client goes on to send.
    await closed;
    await files.expectNothing();
  });

  it("answers without reading the body if the caller may not send it", async () => {
    const { sender, response } = begin(server, { credential: null, headers: { "content-length": 1_000 } });
    sender.on("error", () => {});
    sender.write("a");
    expect((await response).status).toBe(401);
    sender.destroy();
  });

  it("leaves nothing if the client closes the connection", async () => {
    for (const headers of [{ "content-length": 1_000 }, { "transfer-encoding": "chunked" }]) {
      server.requestLog.length = 0;
      const { sender } = begin(server, { headers });
      sender.on("error", () => {});
      sender.write("email\n");
      await eventually("no draft exists", async () => (await files.names())[0]);
      sender.destroy();
      await files.expectNothing();
      const line = await eventually("nothing was logged", async () => server.requestLog[0]);
      expect(JSON.parse(line)).toMatchObject({ route: "POST /files", status: "aborted" });
    }
  });

  it("leaves nothing if the body is shorter than announced", async () => {
    const { sender } = begin(server, { headers: { "content-length": 1_000, connection: "close" } });
    sender.on("error", () => {});
    sender.write("email\n");
    await eventually("no draft exists", async () => (await files.names())[0]);
    sender.socket?.end();
    await files.expectNothing();
  });

  it("answers 401 and leaves nothing if the session ends while the file arrives", async () => {
    const { user, token } = await givenUserSession(server, { scopes });
    const { sender, response } = begin(server, { credential: token });
    sender.write("email\n");
    await eventually("no draft exists", async () => (await files.names())[0]);
    await remove(server, user.id);
    sender.end("ada@example.com\n");
    expect((await response).status).toBe(401);
    await files.expectNothing();
  });

  it("answers 401 while the client still sends", async () => {
    const { user, token } = await givenUserSession(server, { scopes });
    const { sender, response } = begin(server, { credential: token });
    sender.on("error", () => {});
    sender.write("email\n");
    await eventually("no draft exists", async () => (await files.names())[0]);
    await remove(server, user.id);
    expect((await response).status).toBe(401);
    await files.expectNothing();
    sender.destroy();
  }, 60_000);

  it("answers 403 and leaves nothing if a scope is taken away while the file arrives", async () => {
    const { user, token } = await givenUserSession(server, { scopes });
    const { sender, response } = begin(server, { credential: token });
    sender.write("email\n");
    await eventually("no draft exists", async () => (await files.names())[0]);
    await update(server, user.id, { scopes: ["JOBS_MANAGE"] });
    sender.end("ada@example.com\n");
    expect((await response).status).toBe(403);
    await files.expectNothing();
  });

  it("receives 20 files at once, and refuses more", async () => {
    const uploads = Array.from({ length: 20 }, () => begin(server));
    for (const { sender } of uploads) sender.write("email\n");
    await eventually("not all have begun", async () => (await files.names()).length === 20 || undefined);
    const response = await upload(server, "email\n");
    expect([response.status, response.headers["retry-after"]]).toEqual([503, "1"]);
    expect(errorOf(response).extensions.code).toBe("SERVICE_UNAVAILABLE");
    for (const { sender } of uploads) sender.end();
    for (const { response: finished } of uploads) expect((await finished).status).toBe(201);
    await givenUpload(server, "email\n");
  });

  it("answers 503 while the server is overloaded", async () => {
    const isFull = jest.spyOn(ConcurrencyLimiter.prototype, "isFull", "get").mockReturnValue(true);
    const overloaded = await server.another({ files: files.options(), load: { maxRequests: 1, busyLatencyMs: 1 } });
    await overloaded.app.listen({ host: "127.0.0.1", port: 0 });
    const response = await upload(overloaded, "email\n");
    isFull.mockRestore();
    expect([response.status, errorOf(response).extensions.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
  });

  it("answers 503, and names the setting, on a server without a folder", async () => {
    const other = await server.another();
    await other.app.listen({ host: "127.0.0.1", port: 0 });
    const response = await upload(other, "email\n");
    expect([response.status, errorOf(response).message]).toEqual([503, expect.stringContaining("FILES_DIR")]);
  });

  it("charges the caller, and refuses with 429 at the rate limit", async () => {
    const staff = { perSecond: 1, burst: 600 };
    const other = await server.another({ files: files.options(), rateLimit: { staff } });
    await other.app.listen({ host: "127.0.0.1", port: 0 });
    expect((await upload(other, "email\n")).status).toBe(201);
    const response = await upload(other, "email\n");
    expect([response.status, errorOf(response).extensions.code]).toEqual([429, "RATE_LIMITED"]);
  });
});

describe("a slow upload", () => {
  const { server, ...files } = useFileServer({ maxReceiveMs: 1_500 });

  it("may take longer than other requests", async () => {
    const { sender, response } = begin(server);
    const start = performance.now();
    let sent = 0;
    while (performance.now() - start < 5_000) {
      sender.write(Buffer.alloc(10_000, "a"));
      sent += 10_000;
      await wait(100);
    }
    sender.end();
    const { status, body } = await response;
    expect(status).toBe(201);
    expect(await files.contentOf(JSON.parse(body).id)).toHaveLength(sent);
  }, 60_000);

  it("is refused with 408 if less than 8 KiB a second arrive, and leaves nothing", async () => {
    const { sender, response } = begin(server, { headers: { "content-length": 100_000 } });
    sender.on("error", () => {});
    const drip = setInterval(() => sender.write("a"), 100);
    const { status, body } = await response;
    expect([status, JSON.parse(body).errors[0].message]).toEqual([408, expect.stringContaining("8 KiB")]);
    await once(sender, "close");
    clearInterval(drip);
    await files.expectNothing();
  }, 60_000);
});
