import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Liquid, type Template } from "liquidjs";
import { projectFolder } from "../project/project-folder.js";
import { hasLink, type MailTemplate, mailTemplates } from "./mail.js";

/** The values that templates can show. */
export interface TemplateValues {
  /** The name of the sender (MAIL_FROM). */
  readonly shop: string;
  /** The address that the mail is sent to. */
  readonly email: string;
  /** Only in templates with a link. */
  readonly link?: string;
}

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type RenderTemplate = (values: TemplateValues) => MailContent;

const ownFolder = path.join(projectFolder, "src/mail/templates");

// An unknown variable or filter is an error, so that a misspelt name is found at the start. Templates cannot include other files.
const options = { strictVariables: true, strictFilters: true, ownPropertyOnly: true, templates: {} };
const textEngine = new Liquid(options);
const htmlEngine = new Liquid({ ...options, outputEscape: "escape" });

/** Renders mails with the templates of this server, or with files that replace them. */
export class MailRenderer {
  readonly #templates: ReadonlyMap<MailTemplate, RenderTemplate>;

  private constructor(templates: ReadonlyMap<MailTemplate, RenderTemplate>) {
    this.#templates = templates;
  }

  /**
   * Loads all templates, and renders each once.
   * @param folder has files that replace templates of this server. The other templates are used as they are.
   * @throws an Error that names the file, if a template has a fault, or if the name of a file is not that of a template.
   */
  static async load(folder?: string): Promise<MailRenderer> {
    const replaced = folder === undefined ? new Set<string>() : await templateFilesIn(folder);
    const readTemplate = async (name: string) => {
      const file = path.join(folder !== undefined && replaced.has(name) ? folder : ownFolder, name);
      return { file, source: await readFile(file, "utf8") };
    };
    const templates = mailTemplates.map(async (template) => {
      const text = await readTemplate(`${template}.txt`);
      const html = await readTemplate(`${template}.html`);
      return [template, compile(template, text, html)] as const;
    });
    return new MailRenderer(new Map(await Promise.all(templates)));
  }

  render(template: MailTemplate, values: TemplateValues): MailContent {
    const render = this.#templates.get(template);
    if (render === undefined) throw new Error(`There is no mail template ${template}.`);
    return render(values);
  }
}

async function templateFilesIn(folder: string): Promise<ReadonlySet<string>> {
  const names = await readdir(folder).catch((error) => {
    throw new Error(`The folder of MAIL_TEMPLATES, ${path.resolve(folder)}, cannot be read.`, { cause: error });
  });
  const known = new Set(mailTemplates.flatMap((template) => [`${template}.txt`, `${template}.html`]));
  const unknown = names.find((name) => /\.(txt|html)$/.test(name) && !known.has(name));
  if (unknown === undefined) return new Set(names);
  const expected = [...known].join(", ");
  throw new Error(
    `${path.join(folder, unknown)} in MAIL_TEMPLATES is no mail template. The templates are ${expected}.`,
  );
}

interface TemplateFile {
  readonly file: string;
  readonly source: string;
}

/** The text template begins with a line with the subject, and an empty line. */
const textForm = /^Subject: *(\S[^\r\n]*)\r?\n\r?\n(.+)$/s;

function compile(template: MailTemplate, text: TemplateFile, html: TemplateFile): RenderTemplate {
  const [, subjectSource, textSource] = textForm.exec(text.source) ?? [];
  if (subjectSource === undefined || textSource === undefined) {
    throw new Error(`${text.file} must begin with a line "Subject: …" and an empty line, and then have a text.`);
  }
  const sample = sampleValues(template);
  // The subject may only show the name of the shop.
  const renderSubject = rendererOf(textEngine, { ...text, source: subjectSource }, { shop: sample.shop });
  const renderText = rendererOf(textEngine, { ...text, source: textSource }, sample);
  const renderHtml = rendererOf(htmlEngine, html, sample);
  return (values) => ({
    subject: renderSubject({ shop: values.shop }),
    text: renderText(values),
    html: renderHtml(values),
  });
}

function sampleValues(template: MailTemplate): TemplateValues {
  const values = { shop: "The Shop", email: "ada@example.com" };
  return hasLink(template) ? { ...values, link: "https://shop.example.com/confirm?token=token" } : values;
}

/** Returns a function that renders a template. Renders it once, so that faults are found early. */
function rendererOf<Values extends object>(
  engine: Liquid,
  { file, source }: TemplateFile,
  sample: Values,
): (values: Values) => string {
  try {
    const parsed: Template[] = engine.parse(source);
    const render = (values: Values): string => engine.renderSync(parsed, values);
    render(sample);
    return render;
  } catch (error) {
    throw new Error(`The mail template ${file} has a fault: ${(error as Error).message}`);
  }
}
