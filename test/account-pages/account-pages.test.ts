import { once } from "node:events";
import { connect } from "node:net";
import { pino } from "pino";
import { accountPages } from "../../src/web/account-pages/account-page.js";
import { useTestServer } from "../support/server.js";

/** Sends bytes that are no valid request, and waits until the server closes the connection. */
async function sendMalformed(port: number, text: string): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port }, () => socket.write(text));
  await once(socket.resume(), "close");
}

describe("the pages of links in mails", () => {
  const server = useTestServer();

  it.each(accountPages.map(({ path }) => path))(
    "%s may use files of this server only, is not stored, and sends no referrer",
    async (path) => {
      const { statusCode, headers, body } = await server.app.inject({ url: `${path}?token=the-token` });
      expect(statusCode).toBe(200);
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "content-type": "text/html; charset=utf-8",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      });
      const policy = String(headers["content-security-policy"]).split("; ");
      expect(policy.sort()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "img-src data:",
        "script-src 'self'",
        "style-src 'self'",
      ]);
      expect(body).not.toContain("the-token");
      for (const [, file = ""] of body.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)) {
        const asset = await server.app.inject({ url: new URL(file, `http://localhost${path}`).pathname });
        expect([file, asset.statusCode]).toEqual([file, 200]);
        expect(asset.headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-cache" });
      }
    },
  );

  it("have no links to the admin app on a server without it", async () => {
    const bodyOf = async ({ app }: Pick<typeof server, "app">, path: string) => (await app.inject({ url: path })).body;
    const without = await server.another({ adminApp: false });
    const withApp = await server.another({ adminApp: true });
    for (const path of ["/admin/reset", "/admin/invite"]) {
      expect(await bodyOf(withApp, path)).toContain('<a href="../">Sign in</a>');
      expect(await bodyOf(without, path)).not.toContain("<a ");
    }
  });

  it("leave no token in the log at any level", async () => {
    let log = "";
    const logger = pino({ level: "trace" }, { write: (text) => (log += text) });
    const { app } = await server.another({ logger });
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    const load = (path: string, init: RequestInit = {}) => fetch(`${url}${path}?token=the-token`, init);
    const send = (query: string) =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables: { token: "the-token", password: "the-password" } }),
      });
    for (const { path, mutation } of accountPages) {
      expect((await load(path)).status).toBe(200);
      expect((await load(path, { method: "POST" })).status).toBe(404);
      await send(mutation);
    }
    expect((await load("/account/unknown")).status).toBe(404);
    await sendMalformed(Number(new URL(url).port), "GET /account/reset?token=the-token HTTP/9.9\r\n\r\n");
    // It has the lines of the mutations.
    expect(log.match(/"msg":"request"/g)).toHaveLength(accountPages.length);
    // Node.js writes the bytes of a malformed request as numbers.
    const bytes = JSON.stringify([...Buffer.from("the-token")]).slice(1, -1);
    expect(log).not.toMatch(new RegExp(`the-token|the-password|${bytes}`));
  });
});
