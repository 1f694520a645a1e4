import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createApiKey } from "./api-key.operations.js";

describe("the end of an API key", () => {
  const server = useTestServer();
  const create = async (expiresAt: string) =>
    (await server.run(createApiKey, { input: { title: "Shop", scopes: [], expiresAt } })).apiKeyCreate;

  it("may be the last millisecond of the year 9999", async () => {
    const { apiKey } = await create("9999-12-31T22:59:59.999-01:00");
    expect(apiKey?.expiresAt).toBe("9999-12-31T23:59:59.999Z");
  });

  it.each(["9999-12-31T23:00:00-01:00", "2020-02-02T02:02:02Z"])("is OUT_OF_RANGE for %s", async (expiresAt) => {
    const { apiKey, userErrors } = await create(expiresAt);
    expect(apiKey).toBeNull();
    expect(inShort(userErrors)).toEqual(["OUT_OF_RANGE at input.expiresAt"]);
  });
});
