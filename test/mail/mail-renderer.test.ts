import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { hasLink, mailTemplates } from "../../src/mail/mail.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();
const values = { shop: "The Shop", email: "ada@example.com", link: "https://shop.example.com/reset?token=t" };

/** A folder with these files. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

describe("the mail templates", () => {
  it.each(mailTemplates)("%s names the shop and the address, and has a link if its mail has one", async (template) => {
    const { subject, text, html } = (await MailRenderer.load()).render(template, values);
    expect(subject).toContain("The Shop");
    for (const body of [text, html]) {
      expect(body).toContain("The Shop");
      expect(body).toContain(values.email);
      expect(body.includes(values.link)).toBe(hasLink(template));
    }
  });

  it("escape values in HTML and not in the text", async () => {
    const renderer = await MailRenderer.load();
    const email = "o'neil&<b>sons</b>@example.com";
    const { text, html } = renderer.render("customer-password-changed", { shop: "A & B", email });
    expect(text).toContain(email);
    expect(html).toContain("o&#39;neil&amp;&lt;b&gt;sons&lt;/b&gt;@example.com at A &amp; B");
    expect(html).not.toContain("<b>");
  });

  it("are replaced one by one by the files of a folder", async () => {
    const folder = await folderWith({
      "user-invite.txt": "Subject: Welcome to {{ shop }}\n\nOpen {{ link }}\n",
      "README.md": "Our templates.",
    });
    const renderer = await MailRenderer.load(folder);
    const invitation = renderer.render("user-invite", values);
    expect(invitation).toMatchObject({ subject: "Welcome to The Shop", text: `Open ${values.link}\n` });
    const own = await MailRenderer.load();
    expect(invitation.html).toBe(own.render("user-invite", values).html);
    expect(renderer.render("customer-register", values)).toEqual(own.render("customer-register", values));
  });

  it.each([
    ["user-invite.html", "<p>{{ lnik }}</p>", "undefined variable: lnik"],
    ["user-invite.html", "<p>{{ link | shuot }}</p>", "undefined filter: shuot"],
    ["user-invite.html", "{% if link %}", "not closed"],
    ["user-invite.html", '{% include "/etc/passwd" %}', "ENOENT"],
    ["user-invite.txt", "Welcome", 'must begin with a line "Subject: …"'],
    ["user-invite.txt", "Subject: Hello {{ email }}\n\nWelcome", "undefined variable: email"],
    ["customer-email-changed.html", "{{ link }}", "undefined variable: link"],
    ["user-invite.htm.html", "", "is no mail template. The templates are customer-register.txt"],
  ])("with a fault are refused when they are loaded: %s with %j", async (name, text, fault) => {
    const folder = await folderWith({ [name]: text });
    const loading = MailRenderer.load(folder);
    await expect(loading).rejects.toThrow(path.join(folder, name));
    await expect(loading).rejects.toThrow(fault);
  });

  it("are refused if their folder is missing", async () => {
    const folder = path.join(await temporaryFolder(), "missing");
    await expect(MailRenderer.load(folder)).rejects.toThrow(`The folder of MAIL_TEMPLATES, ${folder}, cannot be read.`);
    await mkdir(folder);
    await MailRenderer.load(folder);
  });
});
