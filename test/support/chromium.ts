import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's headless shell has no windows and bars, so it takes less time than the others. */
const usualPlaces = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The path of the browser: CHROMIUM_PATH, otherwise that of the system. */
const chromiumPath = process.env.CHROMIUM_PATH ?? usualPlaces.find((path) => existsSync(path));

/** `describe` if there is a Chromium. Otherwise the suite is skipped with a message. */
export function describeInBrowser(title: string, suite: () => void): void {
  if (!chromiumPath) {
    process.stderr.write(`Skipped: ${title}. No Chromium was found: install one, or name it in CHROMIUM_PATH.\n`);
  }
  (chromiumPath ? describe : describe.skip)(title, suite);
}

/** Starts the browser with a new profile, and without Chromium's own background requests. */
export function launchChromium(): Promise<Browser> {
  if (!chromiumPath) throw new Error("A Chromium is required: install one or name it in CHROMIUM_PATH.");
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
