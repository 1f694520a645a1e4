import { once } from "node:events";
import { rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import path from "node:path";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { eventually } from "../support/mail.js";
import { adminKey } from "../support/server.js";
import { download, errorOf, givenUpload, useFileServer } from "./files.steps.js";

const content = "email\r\nada@example.com\r\n";

describe("GET /files/<id>", () => {
  const { server, ...files } = useFileServer({ maxReceiveMs: 1_500 });

  it.each([
    ["customers.csv", "text/csv; charset=utf-8"],
    ["customers.jsonl", "application/jsonl; charset=utf-8"],
  ])("sends a result as a download that no browser shows or caches: %s", async (name, type) => {
    const { status, headers, body } = await download(server, await files.givenResult(content, { name }));
    expect([status, body]).toEqual([200, content]);
    expect(headers).toMatchObject({
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "content-length": String(content.length),
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
  });

  it("sends an empty result", async () => {
    const { status, headers, body } = await download(server, await files.givenResult(""));
    expect([status, headers["content-length"], body]).toEqual([200, "0", ""]);
  });

  it("answers HEAD with the headers alone", async () => {
    const { status, headers, body } = await download(server, await files.givenResult(content), { method: "HEAD" });
    expect([status, headers["content-length"], body]).toEqual([200, String(content.length), ""]);
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
  });

  it("is for the caller who started the job, and for callers with JOBS_MANAGE", async () => {
    const { user, token } = await givenUserSession(server);
    const manager = await givenApiKey(server, ["JOBS_MANAGE"]);
    const other = await givenApiKey(server, ["CUSTOMERS_READ", "CUSTOMERS_WRITE"]);
    const customer = await givenCustomerSession(server);
    const id = await files.givenResult(content, { createdBy: user.id });
    for (const credential of [token, manager.secret]) {
      expect((await download(server, id, { credential })).status).toBe(200);
    }
    for (const credential of [other.secret, customer.token]) {
      const response = await download(server, id, { credential });
      expect([response.status, errorOf(response).extensions.code]).toEqual([404, "BAD_REQUEST"]);
    }
    for (const credential of [null, "sk_unknown"]) {
      const response = await download(server, id, { credential });
      expect([response.status, errorOf(response).extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    }
  });

  it("answers 404 for uploads, for unfinished, expired and unknown files, and for paths", async () => {
    const uploaded = await givenUpload(server, content);
    const writer = await files.store().createResult("user_1", "customers.csv");
    const expired = await files.givenResult(content);
    const { pool } = server.testDatabase.database;
    await pool.query("UPDATE stored_file SET expires_at = now() - interval '1 minute' WHERE id = $1", [expired]);
    const paths = ["folder-key", "..%2Ffolder-key", "%00", "file_1", "a".repeat(90)];
    for (const id of [uploaded, writer.id, expired, "file_01JZ8Q5W3V9K2M4N6P8R0S2T4V", ...paths]) {
      expect([id, (await download(server, id)).status]).toEqual([id, 404]);
    }
    await writer.discard();
  });

  it.each([
    ["bytes=0-4", 206, "email", "bytes 0-4/24"],
    ["bytes=7-", 206, content.slice(7), "bytes 7-23/24"],
    ["bytes=-2", 206, "\r\n", "bytes 22-23/24"],
    ["bytes=-100", 206, content, "bytes 0-23/24"],
    ["bytes=20-100", 206, content.slice(20), "bytes 20-23/24"],
    ["bytes=0-1,3-4", 200, content, undefined],
    ["bytes=4-3", 200, content, undefined],
    ["lines=1-2", 200, content, undefined],
    ["bytes=24-", 416, undefined, "bytes */24"],
    ["bytes=-0", 416, undefined, "bytes */24"],
  ])("sends a range, so that a client can continue a download: %s", async (range, status, body, contentRange) => {
    const id = await files.givenResult(content);
    const response = await download(server, id, { headers: { range } });
    expect([response.status, response.headers["content-range"]]).toEqual([status, contentRange]);
    if (body !== undefined) expect(response.body).toBe(body);
    const stale = await download(server, id, { headers: { range, "if-range": '"other"' } });
    expect([stale.status, stale.body]).toEqual([200, content]);
    const same = await download(server, id, { headers: { range, "if-range": response.headers.etag ?? `"${id}"` } });
    expect(same.status).toBe(status);
  });

  it("answers 503 if the file is not in the folder", async () => {
    const id = await files.givenResult(content);
    await rm(path.join(files.options().folder.path, id));
    const response = await download(server, id);
    expect([response.status, errorOf(response).message]).toEqual([503, expect.stringContaining("same FILES_DIR")]);
  });

  it("is logged and counted, without the content", async () => {
    const id = await files.givenResult(content);
    server.requestLog.length = 0;
    await download(server, id);
    const line = await eventually("nothing was logged", async () => server.requestLog[0]);
    expect(JSON.parse(line)).toMatchObject({ route: "GET /files/:id", fileId: id, status: 200, cost: 200 });
    expect(server.requestLog.join("")).not.toContain("ada@");
  });

  it("ends the connection of a client that stops reading", async () => {
    const id = await files.givenResult(Buffer.alloc(50_000_000, "a"));
    const { port } = server.app.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    socket.write(`GET /files/${id} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${adminKey}\r\n\r\n`);
    await once(socket, "readable");
    server.requestLog.length = 0;
    const line = await eventually("the connection is still open", async () => server.requestLog[0]);
    expect(JSON.parse(line)).toMatchObject({ route: "GET /files/:id", status: "aborted" });
    socket.destroy();
  }, 60_000);
});
