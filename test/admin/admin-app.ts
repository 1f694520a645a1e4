import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import type { ServerOptions } from "../../src/server.js";
import { patiently, type TestBrowser, useBrowser, withProperties } from "../support/browser.js";
import { adminKey } from "../support/server.js";

export { patiently } from "../support/browser.js";

const screenshotFolder = path.join(import.meta.dirname, "screenshots");
const require = createRequire(import.meta.url);

/** The admin app of the server of a test file. Each test has its own browser profile. */
export interface AdminApp extends TestBrowser {
  /** Opens a page of the app. */
  open(path?: string): Promise<void>;
  /** Opens a page, signed in with the root key or another credential. */
  openSignedIn(path?: string, credential?: string): Promise<void>;
  /** Waits until the heading of the page is shown. */
  seePage(heading: string): Promise<void>;
  see(text: string): Promise<void>;
  button(name: string): Locator;
  link(name: string): Locator;
  /** The input of a form with this label. */
  field(label: string): Locator;
  /** The screen of a phone. */
  usePhone(): Promise<void>;
  /** Writes an image of the page into `test/admin/screenshots`, which is not committed. */
  screenshot(name: string): Promise<void>;
  /** Checks the page with axe-core. Fails if anything is serious or critical. */
  expectAccessible(): Promise<void>;
  /** Lets a test pass although the browser logs these errors, such as those of an unavailable server. */
  allowComplaints(allowed: RegExp): void;
}

/**
 * Creates the admin app of a test file. Each test starts with empty tables and a new profile, and fails if the browser logs an error or
 * a warning, or requests anything from another host.
 */
export function useAdminApp(options?: Partial<ServerOptions>): AdminApp {
  let allowed: RegExp | undefined;
  beforeEach(() => {
    allowed = undefined;
  });
  afterEach(() => {
    expect(browser.complaints.filter((complaint) => !allowed?.test(complaint))).toEqual([]);
    const origins = new Set(browser.requests.map((request) => new URL(request.url()).origin));
    expect([...origins].filter((origin) => origin !== browser.url && origin !== "null")).toEqual([]);
  });
  const browser = useBrowser(withProperties({ adminApp: true }, options ?? {}));
  const see = (text: string) => browser.page.getByText(text).first().waitFor();
  const open = async (page = "/") => {
    await browser.page.goto(browser.url + page);
  };

  return withProperties(browser, {
    open,
    openSignedIn: (page = "/", credential = adminKey) => open(`${page}#key=${credential}`),
    seePage: (heading: string) => browser.page.getByRole("heading", { level: 1, name: heading }).waitFor(),
    see,
    button: (name: string) => browser.page.getByRole("button", { name, exact: true }),
    link: (name: string) => browser.page.getByRole("link", { name, exact: true }),
    // The label of a required field ends with an asterisk.
    field: (label: string) =>
      browser.page.getByLabel(new RegExp(`^${label}( \\*)?$`)).and(browser.page.locator("[data-path]")),
    usePhone: () => browser.page.setViewportSize({ width: 390, height: 844 }),
    screenshot: async (name: string) => {
      await mkdir(screenshotFolder, { recursive: true });
      await browser.page.screenshot({ path: path.join(screenshotFolder, `${name}.png`) });
    },
    expectAccessible: () => expectAccessible(browser),
    allowComplaints: (pattern: RegExp) => {
      allowed = pattern;
    },
  });
}

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

async function expectAccessible({ page }: TestBrowser): Promise<void> {
  // Evaluated by the protocol of the browser, because the policy of the page allows no other scripts.
  await page.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  // After a change of the color scheme, colors between the two schemes are shown for a moment.
  await page.evaluate(
    "Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))",
  );
  const found = await page.evaluate<Violation[]>("axe.run(document).then(({ violations }) => violations)");
  const serious = found.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(
    serious.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
    })),
  ).toEqual([]);
}

/** Holds the next request with this operation. Resolves to a function that sends it to the server. */
export async function holdOperation(page: Page, name: string): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const hold = page.route("**/graphql", (route) => {
      if (route.request().postDataJSON().operationName !== name) return route.continue();
      resolve(() => route.continue());
      return undefined;
    });
    hold.catch(reject);
  });
}

/** Declares a browser test. */
export function browserTest(title: string, body: () => Promise<void>): void {
  it(title, body, patiently);
}
