import { useTestServer } from "../support/server.js";
import { givenUser, password } from "../user/user.steps.js";
import { logInUser } from "./login.operations.js";

const pairs = 100;

describe("the time of a refused login", () => {
  const server = useTestServer();

  async function timeOf(email: string): Promise<number> {
    const start = performance.now();
    const { login } = await server.as(null).run(logInUser, { email, password: `not ${password}` });
    const time = performance.now() - start;
    expect(login.token).toBeNull();
    await server.testDatabase.database.prisma.failedLogin.deleteMany();
    return time;
  }

  it("is the same for an unknown email and a wrong password", async () => {
    const known = (await givenUser(server)).email;
    const unknown = "nobody@example.com";
    for (const email of [known, unknown]) await timeOf(email);
    // A sign test: each pair shows which of the two was faster. Without hashing for an unknown email it would be faster
    // each time, by about ten milliseconds. Other load of the machine slows both equally.
    let faster = 0;
    for (let pair = 0; pair < pairs; pair += 1) {
      const unknownFirst = pair % 2 === 0;
      const [first, second] = unknownFirst ? [unknown, known] : [known, unknown];
      const [timeOfFirst, timeOfSecond] = [await timeOf(first), await timeOf(second)];
      if (unknownFirst === timeOfFirst < timeOfSecond) faster += 1;
    }
    expect(faster).toBeGreaterThan(10);
    expect(faster).toBeLessThan(90);
  }, 120_000);
});
