import { EnvironmentError, readEnvironment } from "../../src/env.js";

const reserved = ["@", "/", "#", "?", ":", "%"];

/** Passwords with each such character and each pair of them in all positions. Leading digits look like a port. */
const passwords = reserved.flatMap((one) => [
  `Top${one}Secret99`,
  `${one}Top`,
  `Top${one}`,
  ...reserved.flatMap((other) => [
    `Top${one}Secret99${other}x`,
    `12${one}Secret99${other}12`,
    `Top${one}${other}Secret99`,
  ]),
]);

const settings = {
  DATABASE_URL: (password: string, user: string) => ({
    DATABASE_URL: `postgresql://${user}:${password}@127.0.0.1:5432/customers`,
  }),
  DATABASE_REPLICA_URLS: (password: string, user: string) => ({
    DATABASE_URL: "postgresql://127.0.0.1/customers",
    DATABASE_REPLICA_URLS: `postgres://127.0.0.1/customers,postgres://${user}:${password}@127.0.0.1:5432/customers`,
  }),
  REDIS_URL: (password: string, user: string) => ({ REDIS_URL: `rediss://${user}:${password}@127.0.0.1:6379/0` }),
};

function refusalOf(variables: NodeJS.ProcessEnv): string {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  return `not refused: ${Object.values(variables)}`;
}

describe.each(Object.keys(settings) as (keyof typeof settings)[])("%s", (name) => {
  const refused = new RegExp(
    `^The environment is not usable:\\n  ${name} must be .* @ / # \\? : % in its user and password percent-encoded`,
  );

  it.each(["postgres", "", "12"])(
    "refuses a password of the user %j that is not percent-encoded, without showing it",
    (user) => {
      for (const password of passwords) {
        const refusal = refusalOf(settings[name](password, user));
        expect({ password, refusal }).toEqual({ password, refusal: expect.stringMatching(refused) });
        expect(refusal).not.toMatch(/Top|12|Secret99|127/);
      }
    },
  );

  it("accepts every percent-encoded password", () => {
    for (const password of passwords) {
      const variables = settings[name](encodeURIComponent(password), encodeURIComponent(password));
      expect(() => readEnvironment(variables)).not.toThrow();
    }
  });
});

it.each([
  "postgresql:shop:Secret99@db/customers",
  "postgresql:/shop:Secret99@db/customers",
  "postgresql:///shop:Secret99@db/customers",
  "postgresql://db/customers?password=Secret99@db",
  "postgresql://db/customers#Secret99",
])("DATABASE_URL refuses %s, which would be parsed wrongly", (DATABASE_URL) => {
  expect(refusalOf({ DATABASE_URL })).toMatch(/DATABASE_URL must be a postgresql/);
});

it.each([
  "postgresql://db/customers",
  "postgresql://[::1]:5432/customers?sslmode=require",
  "POSTGRES://shop@db/customers",
  "postgresql:///customers?host=/run/postgresql",
  "postgresql://shop:Secret99@%2Frun%2Fpostgresql/customers",
])("DATABASE_URL accepts %s", (DATABASE_URL) => {
  expect(readEnvironment({ DATABASE_URL })).toMatchObject({ databaseUrl: DATABASE_URL });
});
