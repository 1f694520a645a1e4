import type { Locator } from "playwright-core";
import type { ServerOptions } from "../../src/server.js";
import { type TestBrowser, useBrowser, withProperties } from "../support/browser.js";

export { patiently } from "../support/browser.js";

/** After this time without effect, a pressed key was lost. */
const soon = 5_000;

/** The playground of the server of a test file. Each test has its own browser profile. */
export interface Playground extends TestBrowser {
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
}

/** Creates the playground of a test file. Each test starts with empty tables and a new profile. */
export function usePlayground(options?: Partial<ServerOptions>): Playground {
  const browser = useBrowser(options);
  const bar = () => browser.page.getByRole("banner");
  const alert = () => bar().getByRole("alert");
  const ready = () => browser.page.locator(".graphiql-query-editor .view-line").first().waitFor();

  async function runUntil<T>(happens: (patience: { timeout: number }) => Promise<T>): Promise<T> {
    for (;;) {
      const waiting = happens({ timeout: soon }).then(
        (result) => ({ result }),
        (error: Error) => {
          if (error.name !== "TimeoutError") throw error;
        },
      );
      await browser.page.locator(".graphiql-query-editor .view-lines").click();
      await browser.page.keyboard.press("Control+Enter");
      const happened = await waiting;
      if (happened) return happened.result;
    }
  }

  return withProperties(browser, {
    ready,
    open: async (fragment = "") => {
      await browser.page.goto(`${browser.url}/graphql${fragment}`);
      await ready();
    },
    runUntil,
    runAndSee: (text: string) =>
      runUntil((patience) =>
        browser.page.locator(".graphiql-response .view-lines", { hasText: text }).waitFor(patience),
      ),
    seeInResponse: (text: string) =>
      browser.page.locator(".graphiql-response .view-lines", { hasText: text }).waitFor(),
    get alert() {
      return alert();
    },
    seeAlert: (text: string) => alert().getByText(text).waitFor(),
    seeLoggedIn: (name: string) => bar().getByText(`Logged in as ${name}`, { exact: true }).waitFor(),
    // Inserted like a paste, because Monaco adds closing brackets to typed text.
    typeInto: async (editor: string, text: string) => {
      await browser.page.locator(`${editor} .view-lines:visible`).first().click();
      await browser.page.keyboard.insertText(text);
    },
  });
}
