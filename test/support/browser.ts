import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import type { ServerOptions } from "../../src/server.js";
import { launchChromium } from "./chromium.js";
import { type TestServer, useTestServer } from "./server.js";

/** The time limit of browser tests, for a busy machine. */
export const patiently = 240_000;

/** A server and a browser for a test file. Each test has its own browser profile. */
export interface TestBrowser {
  readonly server: TestServer;
  readonly url: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** All requests of the browser in this test. */
  readonly requests: readonly Request[];
  /** All errors and warnings of its pages in this test. */
  readonly complaints: readonly string[];
  storedIn(area: "localStorage" | "sessionStorage"): Promise<string>;
  /** Waits for a condition that the page does not show. */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>;
}

/** Starts the server and the browser of a test file. Each test starts with empty tables and a new profile. */
export function useBrowser(options?: Partial<ServerOptions>): TestBrowser {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  let requests: Request[];
  let complaints: string[];

  // Runs before the server closes, which waits for the requests of an open page.
  afterAll(() => browser?.close());
  const server = useTestServer(options);
  beforeAll(async () => {
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  }, patiently);

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(patiently);
    requests = [];
    complaints = [];
    context.on("request", (request) => requests.push(request));
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    context.on("weberror", (error) => complaints.push(error.error().message));
    page = await context.newPage();
  }, patiently);

  afterEach(() => context.close());

  return {
    server,
    get url() {
      return url;
    },
    get page() {
      return page;
    },
    get context() {
      return context;
    },
    get requests() {
      return requests;
    },
    get complaints() {
      return complaints;
    },
    storedIn: (area) => page.evaluate<string>(`JSON.stringify(${area})`),
    until: async (isSo) => {
      // Fails once the test has timed out and its page is closed.
      while (!(await isSo())) await page.waitForTimeout(50);
    },
  };
}

/** Adds properties to an object. Getters stay getters: the page is another one in each test. */
export function withProperties<Base extends object, Added extends object>(base: Base, added: Added): Base & Added {
  const descriptors = { ...Object.getOwnPropertyDescriptors(base), ...Object.getOwnPropertyDescriptors(added) };
  return Object.defineProperties({}, descriptors) as Base & Added;
}
