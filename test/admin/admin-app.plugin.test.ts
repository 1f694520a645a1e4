import Fastify, { type FastifyInstance } from "fastify";
import { adminApp } from "../../src/web/admin/admin-app.plugin.js";
import { adminPaths } from "../../src/web/admin/admin-paths.js";
import { readBundle } from "../../src/web/bundle/bundle.js";
import { playground } from "../../src/web/playground/playground.plugin.js";
import { useTestServer } from "../support/server.js";

const navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

let app: FastifyInstance;

beforeAll(async () => {
  app = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  await app.register(playground, { path: "/graphql" });
  await app.register(adminApp, { graphqlPath: "/graphql", hasPlayground: true });
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const getPage = (url = "/") => get(url, { accept: navigation });

describe("the page of the admin app", () => {
  it.each([
    "/",
    ...adminPaths.map((path) => `/${path}`),
    "/customers/cus_1",
    "/customers/",
    "/groups/cusgroup_1/members?search=a",
  ])("answers a browser that navigates to %s, with links that work behind a path of a proxy", async (path) => {
    const page = await getPage(path);
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    const links = [...page.body.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) {
      expect(new URL(link, `http://localhost/shop${path}`).pathname).toMatch(/^\/shop\/assets\/[\w.-]+$/);
    }
    const [, root = ""] = /data-root="([^"]*)"/.exec(page.body) ?? [];
    const [, endpoint = ""] = /data-endpoint="([^"]*)"/.exec(page.body) ?? [];
    expect(new URL(root, `http://localhost/shop${path}`).pathname).toBe("/shop/");
    expect(new URL(endpoint, `http://localhost/shop${path}`).pathname).toBe("/shop/graphql");
  });

  it("may load files of this server only, and styles with a nonce that is new in each response", async () => {
    const [first, second] = [await getPage(), await getPage()];
    const policy = String(first.headers["content-security-policy"]).split("; ");
    expect(policy.sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      expect.stringMatching(/^style-src 'self' 'nonce-[\w+/]{22}=='$/),
    ]);
    expect(second.headers["content-security-policy"]).not.toBe(first.headers["content-security-policy"]);
    const [, nonce = ""] = /'nonce-([^']+)'/.exec(String(first.headers["content-security-policy"])) ?? [];
    expect(first.body).toContain(`nonce="${nonce}"`);
    expect(first.body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=/);
    expect(first.headers).toMatchObject({
      "cache-control": "no-cache",
      vary: "accept",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
  });
});

describe("the files of the admin app", () => {
  it.each(["br", "gzip"])("are cached forever and compressed: %s", async (encoding) => {
    const { script } = await readBundle("admin");
    const file = await get(`/assets/${script}`, { "accept-encoding": encoding });
    expect(file.statusCode).toBe(200);
    expect(file.headers).toMatchObject({
      "content-encoding": encoding,
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "application/javascript; charset=utf-8",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("script-src 'self'; style-src 'self'; "),
    });
    expect(String(file.headers.vary).toLowerCase()).toContain("accept-encoding");
  });

  it.each(["/assets/", "/assets/missing.js", "/assets/..%2fmanifest.json", "/assets/%2e%2e/%2e%2e/package.json"])(
    "are in one folder: %s is not found",
    async (path) => {
      const response = await get(path);
      expect([400, 403, 404]).toContain(response.statusCode);
      expect(response.body).not.toMatch(/fingerprint|devDependencies/);
    },
  );
});

describe("a server with the admin app", () => {
  const server = useTestServer({ adminApp: true });

  it.each([
    ["/", "application/json"],
    ["/customers", "*/*"],
    ["/graphql/nothing", navigation],
    ["/graphql/playground/nothing.js", navigation],
    ["//localhost/nothing", navigation],
    ["/assets/nothing.js", "*/*"],
    ["/nothing", "*/*"],
    ["/admin", "*/*"],
  ])("has nothing at %s for Accept %s", async (url, accept) => {
    const response = await server.app.inject({ url, headers: { accept } });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toHaveProperty("errors");
  });

  it.each([
    "/nothing",
    "/jobs/1",
    "/staff/1/2",
    "/customersabc",
    "/account/nothing",
    "/admin/nothing/",
    "/healthz/nothing",
  ])("answers a browser that navigates to %s with the app, which says that there is nothing", async (url) => {
    const page = await server.app.inject({ url, headers: { accept: navigation } });
    expect(page.statusCode).toBe(url.startsWith("/staff/") ? 200 : 404);
    expect(page.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": expect.stringContaining(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-",
      ),
      "cache-control": "no-cache",
      vary: expect.stringMatching(/accept/i),
    });
    const [, root = ""] = /data-root="([^"]*)"/.exec(page.body) ?? [];
    expect(new URL(root, `http://localhost/shop${url}`).pathname).toBe("/shop/");
    const head = await server.app.inject({ method: "HEAD", url, headers: { accept: navigation } });
    expect([head.statusCode, head.body, head.headers["content-type"]]).toEqual([
      page.statusCode,
      "",
      "text/html; charset=utf-8",
    ]);
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"] as const)("answers %s for such a path with JSON", async (method) => {
    const response = await server.app.inject({ method, url: "/nothing", headers: { accept: navigation } });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toHaveProperty("errors");
  });

  it.each(["/admin", "/admin/", "/admin?a=b"])("leads from %s to the app", async (url) => {
    const { statusCode, headers } = await server.app.inject({ url, headers: { accept: navigation } });
    expect(statusCode).toBe(302);
    expect(new URL(String(headers.location), `http://localhost/shop${url}`).pathname).toBe("/shop/");
  });

  it.each(["/account/reset", "/account/confirm", "/admin/reset", "/admin/invite"])(
    "still has the page of links in mails: %s",
    async (url) => {
      const response = await server.app.inject({ url, headers: { accept: navigation } });
      expect(response.body).toContain("data-mutation");
    },
  );

  it.each([true, false])("tells the app whether there is a playground: %s", async (hasPlayground) => {
    const other = await server.another({ adminApp: true, playground: hasPlayground });
    const page = await other.app.inject({ url: "/", headers: { accept: navigation } });
    expect(page.body.includes(" data-has-playground")).toBe(hasPlayground);
  });

  it("leaves the app out with adminApp: false", async () => {
    const other = await server.another({ adminApp: false });
    for (const url of ["/", "/customers", "/nothing", "/admin"]) {
      const response = await other.app.inject({ url, headers: { accept: navigation } });
      expect([url, response.statusCode, response.json()]).toEqual([url, 404, { errors: [expect.anything()] }]);
    }
  });
});
