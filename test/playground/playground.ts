import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Locator, Page, Request } from "playwright-core";
import { type TestServer, useTestServer } from "../support/server.js";
import { launchChromium } from "./chromium.js";

/** The time limit of browser tests, for a busy machine. */
export const patiently = 240_000;
/** After this time without effect, a pressed key was lost. */
const soon = 5_000;

/** The playground of the server of a test file. Each test has its own browser profile. */
export interface Playground {
  readonly server: TestServer;
  readonly url: string;
  readonly page: Page;
  /** All requests of the browser in this test. */
  readonly requests: readonly Request[];
  /** All errors and warnings of the page in this test. */
  readonly complaints: readonly string[];
  /** Opens the page, with a fragment such as `#key=…`. */
  open(fragment?: string): Promise<void>;
  /** Waits until GraphiQL shows its tab. */
  ready(): Promise<void>;
  /**
   * Runs the operation of the tab until a wait of Playwright succeeds, and returns its result. A pressed key is lost while
   * the editor starts or shows another tab. The operation is then run again.
   */
  runUntil<T>(happens: (patience: { timeout: number }) => Promise<T>): Promise<T>;
  /** Runs the operation until the response contains a text. */
  runAndSee(text: string): Promise<void>;
  seeInResponse(text: string): Promise<void>;
  /** The error message in the bar. GraphiQL's editors have their own alerts. */
  readonly alert: Locator;
  seeAlert(text: string): Promise<void>;
  /** Waits until the bar shows the caller, after the response of the server. */
  seeLoggedIn(name: string): Promise<void>;
  /** Sets the text of one of GraphiQL's editors. */
  typeInto(editor: string, text: string): Promise<void>;
  storedIn(area: "localStorage" | "sessionStorage"): Promise<string>;
  /** Waits for a condition that the page does not show. */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>;
}

/** Creates the playground of a test file. Each test starts with empty tables and a new profile. */
export function usePlayground(): Playground {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  let requests: Request[];
  let complaints: string[];

  // Runs before the server closes, which waits for the requests of an open page.
  afterAll(() => browser?.close());
  const server = useTestServer();
  beforeAll(async () => {
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  }, patiently);

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(patiently);
    page = await context.newPage();
    requests = [];
    complaints = [];
    context.on("request", (request) => requests.push(request));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  }, patiently);

  afterEach(() => context.close());

  const bar = () => page.getByRole("banner");
  const alert = () => bar().getByRole("alert");
  const ready = () => page.locator(".graphiql-query-editor .view-line").first().waitFor();

  async function runUntil<T>(happens: (patience: { timeout: number }) => Promise<T>): Promise<T> {
    for (;;) {
      const waiting = happens({ timeout: soon }).then(
        (result) => ({ result }),
        (error: Error) => {
          if (error.name !== "TimeoutError") throw error;
        },
      );
      await page.locator(".graphiql-query-editor .view-lines").click();
      await page.keyboard.press("Control+Enter");
      const happened = await waiting;
      if (happened) return happened.result;
    }
  }

  return {
    server,
    get url() {
      return url;
    },
    get page() {
      return page;
    },
    get requests() {
      return requests;
    },
    get complaints() {
      return complaints;
    },
    ready,
    open: async (fragment = "") => {
      await page.goto(`${url}/graphql${fragment}`);
      await ready();
    },
    runUntil,
    runAndSee: (text) =>
      runUntil((patience) => page.locator(".graphiql-response .view-lines", { hasText: text }).waitFor(patience)),
    seeInResponse: (text) => page.locator(".graphiql-response .view-lines", { hasText: text }).waitFor(),
    get alert() {
      return alert();
    },
    seeAlert: (text) => alert().getByText(text).waitFor(),
    seeLoggedIn: (name) => bar().getByText(`Logged in as ${name}`, { exact: true }).waitFor(),
    // Inserted like a paste, because Monaco adds closing brackets to typed text.
    typeInto: async (editor, text) => {
      await page.locator(`${editor} .view-lines:visible`).first().click();
      await page.keyboard.insertText(text);
    },
    storedIn: (area) => page.evaluate<string>(`JSON.stringify(${area})`),
    until: async (isSo) => {
      // Fails once the test has timed out and its page is closed.
      while (!(await isSo())) await page.waitForTimeout(50);
    },
  };
}
