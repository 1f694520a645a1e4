import { isMedusaHash, storedMedusaHash } from "../../src/access/auth/medusa-hash.js";
import { hashPassword, verifyPassword } from "../../src/access/auth/password.js";
import { hashOf1x, hashOf2x, hashWithParameters, medusaHashOf, passwordOfHashes } from "./medusa-hashes.js";

const stored = (medusaHash: string) => storedMedusaHash(medusaHash) ?? "";

describe("a password hash of Medusa", () => {
  it.each([
    ["2.x", hashOf2x],
    ["1.x", hashOf1x],
  ])("of %s matches its password and no other", async (_version, hash) => {
    expect(isMedusaHash(stored(hash))).toBe(true);
    expect(await verifyPassword(passwordOfHashes, stored(hash))).toBe(true);
    for (const other of ["correct-horse-8", "Correct-horse-7", "correct-horse-7 ", "", "nobody's password"])
      expect(await verifyPassword(other, stored(hash))).toBe(false);
  });

  it.each([
    ["3 characters", "abc"],
    ["240 characters", "x".repeat(240)],
    ["20,000 characters", "y".repeat(20_000)],
    ["white space at both ends", " space \n"],
    ["a decomposed letter", "e\u0301te\u0301"],
    ["a ligature", "o\ufb03ce"],
  ])("matches the password exactly as it was typed: %s", async (_title, password) => {
    const hash = stored(medusaHashOf(password));
    expect(await verifyPassword(password, hash)).toBe(true);
    const others = [password.trim(), password.normalize("NFKC"), password.slice(0, -1)].filter(
      (one) => one !== password,
    );
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(await verifyPassword(other, hash)).toBe(false);
  });

  it("is refused without the work of computing it if its parameters are beyond the bounds", () => {
    // Each would take minutes, or more memory than there is.
    for (const [logN, r, p] of [
      [31, 8, 1],
      [255, 1, 1],
      [1, 1, 4_000_000],
      [1, 4_000_000_000, 4_000_000_000],
      [20, 1, 2],
      [18, 8, 1],
      [0, 8, 1],
      [15, 0, 1],
      [15, 8, 0],
    ] as const)
      expect({ logN, r, p, stored: storedMedusaHash(hashWithParameters(logN, r, p)) }).toEqual({ logN, r, p });
  });

  it("is taken up to the bound N·r·p = 2^20", () => {
    for (const [logN, r, p] of [
      [20, 1, 1],
      [17, 8, 1],
      [15, 8, 4],
      [1, 1, 2 ** 19],
    ] as const)
      expect(storedMedusaHash(hashWithParameters(logN, r, p))).toBeDefined();
  });

  it("also matches with larger parameters than Node.js allows by default", async () => {
    const hash = stored(medusaHashOf("abc", { logN: 16, r: 8 }));
    expect(await verifyPassword("abc", hash)).toBe(true);
    expect(await verifyPassword("abd", hash)).toBe(false);
  });

  it.each([
    ["empty", ""],
    ["a text", "secret"],
    ["not of 96 bytes", hashOf2x.slice(0, -4)],
    ["longer", `${hashOf2x}AAAA`],
    ["with a line break", `${hashOf2x}\n`],
    ["of another program", Buffer.alloc(96, 7).toString("base64")],
    ["with a changed salt", hashOf2x.replace("dqZH", "dqZI")],
    ["with the checksum of other parameters", `${hashOf1x.slice(0, 20)}${hashOf2x.slice(20)}`],
    ["Argon2id", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA"],
  ])("is refused when it is %s", (_title, hash) => {
    expect(storedMedusaHash(hash)).toBeUndefined();
  });

  it("with other bytes at its end matches nothing", async () => {
    const changed = `${hashOf1x.slice(0, -4)}AAAA`;
    expect(await verifyPassword(passwordOfHashes, stored(changed))).toBe(false);
  });
});

describe("verifyPassword with a hash of Medusa of somebody else", () => {
  it("takes no other password than that of the account", async () => {
    const own = await hashPassword("the own password");
    expect(await verifyPassword("the own password", own, stored(hashOf1x))).toBe(true);
    expect(await verifyPassword(passwordOfHashes, own, stored(hashOf1x))).toBe(false);
    expect(await verifyPassword(passwordOfHashes, undefined, stored(hashOf1x))).toBe(false);
  });
});
