import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import Fastify, { type FastifyInstance } from "fastify";
import { readBundle } from "../../src/web/bundle/bundle.js";
import { playground } from "../../src/web/playground/playground.plugin.js";

const navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

let app: FastifyInstance;

beforeAll(async () => {
  app = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  app.route({ method: ["GET", "POST"], url: "/graphql", handler: async () => ({ answeredBy: "the endpoint" }) });
  await app.register(playground, { path: "/graphql" });
});

afterAll(() => app.close());

/** Over a socket and with the path as it is given; inject would resolve its dots first. */
async function request(path: string): Promise<{ status: number | undefined; body: string }> {
  if (!app.server.listening) await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const [response] = (await once(http.get({ host: "127.0.0.1", port, path }), "response")) as [http.IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const getPage = () => get("/graphql", { accept: navigation });

describe("the page", () => {
  it("answers a browser that navigates to the endpoint", async () => {
    const page = await getPage();
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.body).toContain('<div id="root"');
  });

  it("names the admin app, if the server has it", async () => {
    expect((await getPage()).body).not.toContain("data-admin-app");
    const other = Fastify();
    await other.register(playground, { path: "/graphql", hasAdminApp: true });
    const { body } = await other.inject({ url: "/graphql", headers: { accept: navigation } });
    await other.close();
    expect(body).toContain(' data-admin-app="./"');
  });

  it("is served with a slash at the end of its path, too", async () => {
    const { statusCode, headers } = await get("/graphql/", { accept: navigation });
    expect([statusCode, headers.location]).toEqual([308, "../graphql"]);
  });

  it("is revalidated on every visit, and cached separately from responses of the endpoint", async () => {
    const { headers } = await getPage();
    expect(headers["cache-control"]).toBe("no-cache");
    expect(headers.vary).toBe("accept");
  });

  it("may load and run files of this server only", async () => {
    const { headers } = await getPage();
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy.sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "font-src 'self' data:",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "worker-src 'self'",
    ]);
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it("contains no inline script and no URL of another host", async () => {
    const { body } = await getPage();
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(body).not.toMatch(/https?:/);
  });

  it("links relative to its own address, so that it works behind a proxy's path", async () => {
    const { body } = await getPage();
    const links = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = ""]) => link);
    const behindProxy = links.map((link) => new URL(link, "http://localhost/shop/graphql").pathname);
    expect(behindProxy.filter((path) => path.startsWith("/shop/graphql/playground/"))).toHaveLength(2);
  });

  it("answers HEAD like GET", async () => {
    const head = await app.inject({ method: "HEAD", url: "/graphql", headers: { accept: navigation } });
    expect(head.headers["content-type"]).toBe("text/html; charset=utf-8");
  });
});

describe("every other request", () => {
  it.each([
    ["GET", "application/json"],
    ["GET", "application/graphql-response+json"],
    ["GET", "*/*"],
    ["GET", undefined],
    ["POST", navigation],
  ] as const)("is passed on to the endpoint: %s with Accept %s", async (method, accept) => {
    const response = await app.inject({ method, url: "/graphql", headers: accept ? { accept } : {} });
    expect(response.json()).toEqual({ answeredBy: "the endpoint" });
  });

  it("is passed on to an endpoint that is registered after the playground", async () => {
    const later = Fastify();
    await later.register(playground, { path: "/graphql" });
    later.get("/graphql", async () => ({ answeredBy: "the endpoint" }));
    const json = await later.inject({ url: "/graphql", headers: { accept: "application/json" } });
    const html = await later.inject({ url: "/graphql", headers: { accept: navigation } });
    expect(json.json()).toEqual({ answeredBy: "the endpoint" });
    expect(html.body).toContain('<div id="root"');
    await later.close();
  });
});

describe("the assets", () => {
  it.each([
    ["script", /src="([^"]+\.js)"/, "application/javascript; charset=utf-8"],
    ["style sheet", /href="([^"]+\.css)"/, "text/css; charset=utf-8"],
  ])("serve %s of the page as immutable, with the content security policy", async (_what, link, contentType) => {
    const page = await getPage();
    const [, relative = ""] = link.exec(page.body) ?? [];
    const asset = await get(new URL(relative, "http://localhost/graphql").pathname);
    expect(asset.statusCode).toBe(200);
    expect(asset.headers).toMatchObject({
      "content-type": contentType,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": page.headers["content-security-policy"],
    });
  });

  it.each([
    ["gzip, deflate, br", "br"],
    ["gzip, deflate", "gzip"],
  ])("are compressed for clients that accept it: %s", async (accepted, encoding) => {
    const { script } = await readBundle("playground");
    const asset = await get(`/graphql/playground/${script}`, { "accept-encoding": accepted });
    expect(asset.headers["content-encoding"]).toBe(encoding);
    expect(asset.headers["content-type"]).toBe("application/javascript; charset=utf-8");
    expect(String(asset.headers.vary).toLowerCase()).toContain("accept-encoding");
  });

  it.each([
    "/graphql/playground/",
    "/graphql/playground/missing.js",
    "/graphql/playground/../manifest.json",
    "/graphql/playground/..%2fmanifest.json",
    "/graphql/playground/%2e%2e/manifest.json",
    "/graphql/playground/..%5cmanifest.json",
    "/graphql/playground/%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json",
    "/graphql/playground//etc/passwd",
  ])("serve no file outside of their folder: %s", async (path) => {
    const response = await request(path);
    expect([400, 403, 404]).toContain(response.status);
    expect(response.body).not.toMatch(/fingerprint|devDependencies|root:/);
  });
});

describe("a server without a built playground", () => {
  it("does not start, and shows the command to build it", async () => {
    const empty = await mkdtemp(join(tmpdir(), "playground-"));
    await expect(readBundle("playground", pathToFileURL(`${empty}/`))).rejects.toThrow(
      'run "npm run build:playground"',
    );
    await rm(empty, { recursive: true });
  });
});
