import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createApiKey } from "./api-key.operations.js";

describe("the end of an API key", () => {
  const server = useTestServer();
  const create = async (expiresAt: string) =>
    (await server.run(createApiKey, { input: { title: "Import", scopes: [], expiresAt } })).apiKeyCreate;

  it("is refused with OUT_OF_RANGE in a year that cannot be shown", async () => {
    const { apiKey, secret, userErrors } = await create("9999-12-31T23:00:00-12:00");
    expect([apiKey, secret]).toEqual([null, null]);
    expect(inShort(userErrors)).toEqual(["OUT_OF_RANGE at input.expiresAt"]);
  });

  it("may be at the end of the last year that can", async () => {
    expect((await create("9999-12-31T23:59:59.999Z")).apiKey?.expiresAt).toBe("9999-12-31T23:59:59.999Z");
  });
});
