import fc from "fast-check";
import { normalizeEmail, normalizeText } from "../../src/graphql/input/normalize-text.js";
import { createCustomer } from "../customer/customer.operations.js";
import { givenCustomer, update } from "../customer/customer.steps.js";
import { createGroup } from "../customer-group/customer-group.operations.js";
import { customersMatching } from "../filters/matching.js";
import { anyText } from "../folding/texts.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";

describe("the normal form of a text", () => {
  it.each([
    ["\u200B\uFEFF\u00AD Ada \u2060\u202E\u2069\u3000", "Ada"],
    ["❤\uFE0F ", "❤\uFE0F"],
    ["🏴\u{E0067}\u{E0062}\u{E007F}", "🏴\u{E0067}\u{E0062}\u{E007F}"],
    ["نام\u200C\u200B", "نام\u200C"],
    ["क्\u200D", "क्\u200D"],
    ["a \u200D", "a"],
    ["\u200Da", "a"],
    ["می\u200Cخواهم", "می\u200Cخواهم"],
    ["e\u0301", "é"],
    ["\u3164", ""],
    [" \u200B\u2800\uFE0F ", ""],
  ])("of %j is %j", (text, expected) => {
    expect(normalizeText(text)).toBe(expected);
  });

  it("is its own normal form", () => {
    fc.assert(
      fc.property(anyText, (text) => expect(normalizeText(normalizeText(text))).toBe(normalizeText(text))),
      { numRuns: 1_000 },
    );
  });

  it("takes linear time for a long run of spaces", () => {
    const text = `a${" ".repeat(1_000_000)}b`;
    expect(normalizeText(text)).toBe(text);
  });
});

describe("the normal form of an email", () => {
  it.each([
    [" Ada@Example.COM\u200B", "ada@example.com"],
    ["ada@xn--bcher-kva.example", "ada@bücher.example"],
    ["ada@BÜCHER.example", "ada@bücher.example"],
    ["ada@XN--STRAE-OQA.de", "ada@straße.de"],
    ["ada@straße.de", "ada@straße.de"],
    ["ada@strasse.de", "ada@strasse.de"],
    ["ada@βόλος.com", "ada@βόλος.com"],
    ["ada@xn--nxasmm1c.com", "ada@βόλος.com"],
    ["GROẞ@example.com", "groß@example.com"],
  ])("of %j is %j", (email, expected) => {
    expect(normalizeEmail(email)).toBe(expected);
  });
});

describe("texts of inputs", () => {
  const server = useTestServer();
  const codesOf = async (input: object) =>
    inShort((await server.run(createCustomer, { input })).customerCreate.userErrors);

  it.each(["\u202A", "\u202E", "\u2066", "\u2069"])(
    "are refused with the bidirectional control %j inside",
    async (control) => {
      expect(await codesOf({ firstName: `a${control}b` })).toEqual(["INVALID at input.firstName"]);
      expect((await givenCustomer(server, { firstName: `${control}ab${control}` })).firstName).toBe("ab");
    },
  );

  it.each([
    "ada@exam\u200Bple.com",
    "a da@example.com",
    "a\u00ADda@example.com",
    "ada\u200D@example.com",
    "ada@exampª.com",
    "ada@xn--a.com",
    "ada@a\u200Db.com",
    "ada@ｅxample.com",
  ])("are no email: %j", async (email) => {
    expect(await codesOf({ email })).toEqual(["INVALID_EMAIL at input.email"]);
  });

  it("create one customer per email, regardless of surrounding invisible characters and the spelling of its domain", async () => {
    await givenCustomer(server, { email: "ada@bücher.example" });
    for (const email of ["ada@bücher.example\u200B", "\uFEFFADA@xn--bcher-kva.example", "ada@bu\u0308cher.example"]) {
      expect(await codesOf({ email })).toEqual(["EMAIL_TAKEN at input.email"]);
    }
    const other = await givenCustomer(server, { email: "ada@bucher.example" });
    expect(inShort((await update(server, other.id, { email: "Ada@xn--bcher-kva.example" })).userErrors)).toEqual([
      "EMAIL_TAKEN at input.email",
    ]);
  });

  it("are found by filters on emails in any spelling, by eq and by contains alike", async () => {
    const { id } = await givenCustomer(server, { email: "ada@straße.example" });
    await givenCustomer(server, { email: "ada@strasse.example" });
    for (const email of ["ADA@XN--STRAE-OQA.example", " ada@straße.example\u200B", "ada@straße.EXAMPLE"]) {
      expect(await customersMatching(server, { email: { eq: email } })).toEqual([id]);
      expect(await customersMatching(server, { email: { in: [email] } })).toEqual([id]);
      expect(await customersMatching(server, { email: { contains: email } })).toContain(id);
      expect(await customersMatching(server, { email: { startsWith: email } })).toContain(id);
    }
  });

  it("are found by contains, startsWith and endsWith wherever eq finds them", async () => {
    const texts = fc.sample(anyText, { seed: 4, numRuns: 60 });
    for (const firstName of texts) await server.run(createCustomer, { input: { firstName } });
    for (const text of texts) {
      const found = await customersMatching(server, { firstName: { eq: text } });
      for (const operator of ["contains", "startsWith", "endsWith"] as const) {
        expect(await customersMatching(server, { firstName: { [operator]: text } })).toEqual(
          expect.arrayContaining(found ?? []),
        );
      }
    }
  });

  it.each([
    ["Großkunden", "GROSSKUNDEN", ["NAME_TAKEN at input.name"]],
    ["ΟΔΟΣ", "οδος", ["NAME_TAKEN at input.name"]],
    ["VIP", "V\u200BIP", ["NAME_TAKEN at input.name"]],
    ["Élite", "Elite", []],
  ])("name groups, of which %s and %s are the same or not", async (name, other, expected) => {
    await server.run(createGroup, { input: { name } });
    const { userErrors } = (await server.run(createGroup, { input: { name: other } })).customerGroupCreate;
    expect(inShort(userErrors)).toEqual(expected);
  });
});
