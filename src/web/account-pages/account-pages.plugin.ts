import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { projectFolder } from "../../project/project-folder.js";
import { accountPages, type PageTargets, renderPage, securityHeaders } from "./account-page.js";

const files = path.join(projectFolder, "src/web/account-pages/files");
const types = { "account-page.js": "text/javascript; charset=utf-8", "account-page.css": "text/css; charset=utf-8" };

/** Serves plain pages for the links in mails: `/account/…` for customers, and `/admin/…` for staff. */
export async function accountPagesPlugin(app: FastifyInstance, targets: PageTargets): Promise<void> {
  for (const page of accountPages) {
    const html = renderPage(page, targets);
    app.get(page.path, (_request, reply) => reply.headers(securityHeaders).type("text/html; charset=utf-8").send(html));
  }
  for (const [name, type] of Object.entries(types)) {
    const content = await readFile(path.join(files, name));
    for (const folder of ["/account", "/admin"]) {
      app.get(`${folder}/assets/${name}`, (_request, reply) =>
        reply
          .headers({ ...securityHeaders, "cache-control": "no-cache" })
          .type(type)
          .send(content),
      );
    }
  }
}
