import { hashPassword, verifyPassword } from "../../src/access/auth/password.js";

const password = "correct horse battery";

describe("the hash of a password", () => {
  it("is Argon2id with the parameters that OWASP recommends, in the PHC string format", async () => {
    const salt = "[A-Za-z0-9+/]{22}";
    const hash = "[A-Za-z0-9+/]{43}";
    expect(await hashPassword(password)).toMatch(
      new RegExp(`^\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$${salt}\\$${hash}$`),
    );
  });

  it("is salted: the same password has a different hash each time", async () => {
    const hashes = await Promise.all(Array.from({ length: 4 }, () => hashPassword(password)));
    expect(new Set(hashes.map((hash) => hash.split("$").at(-2))).size).toBe(4);
    expect(new Set(hashes.map((hash) => hash.split("$").at(-1))).size).toBe(4);
    for (const hash of hashes) expect(await verifyPassword(password, hash)).toBe(true);
  });

  it.each([
    ["another password", "incorrect horse battery"],
    ["another case", "Correct horse battery"],
    ["the beginning", "correct horse batter"],
    ["white space after it", "correct horse battery "],
    ["more after NUL", "correct horse battery\0"],
    ["nothing", ""],
    ["half of a surrogate pair", "correct horse battery\ud800"],
  ])("does not match %s", async (_what, other) => {
    expect(await verifyPassword(other, await hashPassword(password))).toBe(false);
  });

  it("depends on every character of a long password", async () => {
    const long = "x".repeat(128);
    const hash = await hashPassword(long);
    expect(await verifyPassword(long, hash)).toBe(true);
    expect(await verifyPassword(`${long.slice(0, -1)}y`, hash)).toBe(false);
  });

  it.each([
    ["composed and decomposed", "Stra\u00dfe-Zo\u00eb", "Stra\u00dfe-Zoe\u0308"],
    ["full and half width", "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44", "password"],
    ["a ligature", "o\ufb03ce door", "office door"],
  ])("matches the same password in another Unicode form: %s", async (_what, one, other) => {
    expect(one).not.toBe(other);
    expect(await verifyPassword(other, await hashPassword(one))).toBe(true);
    expect(await verifyPassword(one, await hashPassword(other))).toBe(true);
  });

  it("matches no password if it is missing, also not the password of the hash that is compared instead", async () => {
    for (const given of [password, "nobody's password", "", "undefined"]) {
      expect(await verifyPassword(given, undefined)).toBe(false);
    }
  });
});

it("the event loop runs other work while passwords are hashed and compared", async () => {
  const hash = await hashPassword(password);
  let pending = 0;
  let turns = 0;
  const all = Array.from({ length: 8 }, async (_, index) => {
    pending += 1;
    await (index % 2 === 0 ? hashPassword(password) : verifyPassword(password, hash));
    pending -= 1;
  });
  while (pending > 0) {
    await new Promise(setImmediate);
    turns += 1;
  }
  await Promise.all(all);
  // If they were computed in this thread, all would be finished after the first turn of the event loop.
  expect(turns).toBeGreaterThan(2);
});

test("passwords are refused while so many are hashed that some would wait for seconds", async () => {
  const hash = await hashPassword(password);
  const checks = await Promise.allSettled(Array.from({ length: 110 }, () => verifyPassword(password, hash)));
  const refused = checks.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(10);
  for (const { reason } of refused as PromiseRejectedResult[]) {
    expect(reason).toMatchObject({ extensions: { code: "SERVICE_UNAVAILABLE" } });
  }
  expect(await verifyPassword(password, hash)).toBe(true);
});
