import { issuer, useTestProvider } from "../auth/test-provider.js";
import { dataFolders, killServersAfterEach, startServer } from "./server-process.js";

killServersAfterEach();
const dataFolder = dataFolders();

describe("the process with an identity provider", () => {
  const provider = useTestProvider();
  const viewer = "{ viewer { type scopes user { email } } }";

  it("accepts its tokens for the configured audience, with the scopes of the configured claim", async () => {
    const server = await startServer({
      DATA_DIR: await dataFolder(),
      DEMO_DATA: "false",
      JWT_ISSUER: issuer,
      JWT_JWKS_URL: provider.jwksUrl,
      JWT_SCOPES_CLAIM: "permissions",
      JWT_AUDIENCE: "admin",
    });
    server.key = await provider.sign({ aud: "billing" });
    await expect(server.ask(viewer)).rejects.toThrow("UNAUTHENTICATED");
    server.key = await provider.sign({ permissions: ["customers_read"], scope: "USERS_MANAGE" });
    expect(await server.ask(viewer)).toEqual({
      viewer: { type: "USER", scopes: ["CUSTOMERS_READ"], user: { email: "ada@example.com" } },
    });
    expect(await server.customerCount()).toBe(0);
  }, 120_000);
});
