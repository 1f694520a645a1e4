import { type ErasureTerms, searchedTexts } from "../../src/files/erasure/searched-text.js";
import { TextSearch } from "../../src/files/erasure/text-search.js";

const terms: ErasureTerms = {
  emails: ["zoë.ß'o\"q@bücher.example", "οδυσσεύς@example.com", "zoe.quill@example.com", "ǰim@example.com"],
  ids: ["cus_01JZ8Q5W3V9K2M4N6P8R0S2T4V", "cus_7"],
  externalIds: ["7", "Quill 4711", "a/b"],
  phones: ["+39 06 1234567"],
  files: [],
};

function contains(content: string | Buffer, partSize = 1_000_000, searched: Partial<ErasureTerms> = terms): boolean {
  const bytes = Buffer.from(content as string);
  const none = { emails: [], ids: [], externalIds: [], phones: [], files: [] };
  const search = new TextSearch(searchedTexts({ ...none, ...searched }));
  for (let start = 0; start < bytes.length; start += partSize) {
    if (search.push(bytes.subarray(start, start + partSize))) return true;
  }
  return search.end();
}

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const windows1252 = (text: string) => Buffer.from(text, "latin1");

describe("the search for a person in a file", () => {
  it.each<[string, string | Buffer]>([
    ["an email", "name,email\nZoe,zoe.quill@example.com\n"],
    ["in other letters", "ZOE.Quill@EXAMPLE.com"],
    ["with text beside it", 'see "zoe.quill@example.com."'],
    ["in UTF-8 with a mark", `\uFEFFzoe.quill@example.com`],
    ["in UTF-16, little endian", utf16("email\nzoe.quill@example.com")],
    ["in UTF-16, big endian", utf16("email\nzoe.quill@example.com").swap16()],
    ["in bytes of Windows-1252", windows1252("Andr\xe9,zoe.quill@example.com")],
    ["with letters that are not ASCII", "ZOË.ß'o\"q@BÜCHER.example"],
    ["decomposed", "zoë.ß'o\"q@bücher.example".normalize("NFD")],
    ["with letters that are not ASCII, in UTF-16", utf16("zoë.ß'o\"q@bücher.example")],
    ["with letters that are not ASCII, in Windows-1252", windows1252("zo\xeb.\xdf'o\"q@b\xfccher.example")],
    ["with a domain in Punycode", "zoë.ß'o\"q@xn--bcher-kva.example"],
    ["with quotes as in CSV", `"zoë.ß'o""q@bücher.example",1`],
    ["with quotes as in JSON", JSON.stringify({ email: `zoë.ß'o"q@bücher.example` })],
    ["with characters escaped as in JSON", '{"email":"\\u007Aoe.quill\\u0040example.com"}'],
    ["with a letter that is composed after it became small", "J\u030cIM@example.com"],
    ["with a sigma that depends on its place", "ΟΔΥΣΣΕΎΣ@example.com and more"],
    ["an id", "id\ncus_01JZ8Q5W3V9K2M4N6P8R0S2T4V\n"],
    ["a short id", '{"id":"cus_7"}'],
    ["an external id at the end", "erp\n7"],
    ["an external id at the beginning", "7,Zoe"],
    ["an external id between spaces", "Zoe; 7 ;Quill"],
    ["an external id after the sign that marks it as text", `Zoe,"'7"`],
    ["an external id in JSON", '{"externalIds":[{"system":"erp","value":"7"}]}'],
    ["an external id with an escaped slash", '{"erp":"a\\/b"}'],
    ["an external id in other letters", "x\tquill 4711\n"],
    ["a phone", "Zoe,+39 06 1234567,Quill"],
  ])("finds %s", (_what, content) => {
    expect(contains(content)).toBe(true);
  });

  it.each<[string, string | Buffer]>([
    ["another email", "zoe.quill@example.org"],
    ["another id that begins with the same characters", "cus_77,cus_01JZ8Q5W3V9K2M4N6P8R0S2T4VX"],
    ["another id that ends with the same characters", "xcus_7,old-cus_7"],
    ["an external id that is a part of a text", "17,7a,Street 7 Rome,7.5,2024-07-07,+7"],
    ["a phone that is a part of a text", "x +39 06 1234567"],
    ["a file in UTF-16 without the person", utf16("email\nada@example.com\n")],
    ["an empty file", ""],
    ["a file with the end mark of DOS", "email\nada@example.com\n\x1a"],
  ])("does not find %s", (_what, content) => {
    expect(contains(content)).toBe(false);
  });

  it.each([1, 7, 65_535])("finds a person wherever the parts of the file begin: parts of %i bytes", (size) => {
    const before = `Ärger, ${"x".repeat(20_000)}\n`;
    const content = `${before}zoe.quill@example.com\n${before}`;
    for (const bytes of [Buffer.from(content), utf16(content), utf16(content).swap16(), windows1252(content)]) {
      expect(contains(bytes.subarray(0, -3), size === 1 ? 4_099 : size)).toBe(true);
    }
    const cell = (text: string) =>
      contains(`${before}${text}${before}`, size === 1 ? 4_099 : size, { externalIds: ["7"] });
    expect([cell("7,"), cell("77,")]).toEqual([true, false]);
  });

  it("finds a person at any place of a file", () => {
    for (let at = 60_000; at < 72_000; at += 97) {
      const content = `${"x".repeat(at)},zoe.quill@example.com,${"y".repeat(20_000)}`;
      expect([at, contains(content, 65_536)]).toEqual([at, true]);
    }
  });

  it.each<[string, Buffer]>([
    ["a ZIP archive", Buffer.from("504b030414000600080000002100", "hex")],
    ["a gzip file", Buffer.from("1f8b0800000000000003", "hex")],
    ["an Excel file", Buffer.from("d0cf11e0a1b11ae1", "hex")],
    ["UTF-16 without a mark", Buffer.from("email", "utf16le")],
  ])("counts a file that is no readable text as a match: %s", (_what, content) => {
    expect(contains(content, 100, { emails: ["nobody@example.com"] })).toBe(true);
  });
});
