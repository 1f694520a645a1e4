/** The URL of a Redis server. Tests that need it are skipped without it. */
const redisUrl = process.env.TEST_REDIS_URL;

/** `describe` for tests that need Redis. */
export function describeOnRedis(name: string, tests: (url: string) => void): void {
  if (redisUrl !== undefined) describe(name, () => tests(redisUrl as string));
  else describe.skip(`${name} (skipped: needs a Redis store, see TEST_REDIS_URL)`, () => tests(""));
}
