import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseUrl } from "../../src/http/parse-url.js";
import { origins } from "../../src/settings/server-url.js";

const sources = path.join(import.meta.dirname, "../../src");

describe("parseUrl", () => {
  it("returns undefined for a text that is no URL", () => {
    for (const text of ["", "shop", "https://", "http://a b/", "http://[::1/", "http://1.2.3.4.5/"]) {
      expect(parseUrl(text)).toBeUndefined();
    }
    expect(parseUrl("https://b\u00fccher.example:443/a")?.href).toBe("https://xn--bcher-kva.example/a");
  });

  it("finds the same after thousands of calls, when Node.js has compiled it", () => {
    const results = new Set(Array.from({ length: 20_000 }, () => parseUrl("https://b\u00fccher.example/")?.href));
    expect([...results]).toEqual(["https://xn--bcher-kva.example/"]);
  });
});

describe("the sources", () => {
  it("read no URL by URL.canParse, whose result changes with the number of its calls", () => {
    const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
    const users = files.filter((name) => /\bURL\s*\.canParse\(/.test(readFileSync(path.join(sources, name), "utf8")));
    expect(users).toEqual([]);
  });

  it("accept an origin with the letter \u00fc after thousands of others", () => {
    const accepted = Array.from({ length: 20_000 }, () => origins.safeParse("https://b\u00fccher.example").success);
    expect(accepted.indexOf(false)).toBe(-1);
  });
});
