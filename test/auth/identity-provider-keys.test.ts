import type { RequestListener } from "node:http";
import { createIdentityProvider } from "../../src/access/auth/identity-provider.js";
import { adminKey, useTestServer } from "../support/server.js";
import {
  adasScopes,
  answerTo,
  audience,
  issuer,
  serverFor,
  unauthenticated,
  useTestProvider,
} from "./test-provider.js";

const unavailable = "SERVICE_UNAVAILABLE 503";
const realNow = Date.now;
afterEach(() => {
  Date.now = realNow;
});

/** Stops the clock for the age of keys. The expiry of tokens uses another clock. */
function stopClock(): { goOn(seconds: number): void } {
  let now = realNow();
  Date.now = () => now;
  return {
    goOn: (seconds) => {
      now += seconds * 1_000;
    },
  };
}

describe("the keys of the identity provider", () => {
  const provider = useTestProvider();
  const server = useTestServer();

  it("are fetched at the first token and not again for later tokens", async () => {
    stopClock();
    const app = await serverFor(server, provider);
    expect(provider.asked()).toBe(0);
    for (let count = 0; count < 3; count += 1) expect(await answerTo(app, await provider.sign())).toEqual(adasScopes);
    expect(provider.asked()).toBe(1);
  });

  it("are fetched once when many first tokens arrive at once", async () => {
    const app = await serverFor(server, provider);
    const token = await provider.sign();
    const answers = await Promise.all(Array.from({ length: 10 }, () => answerTo(app, token)));
    expect(answers).toEqual(Array.from({ length: 10 }, () => adasScopes));
    expect(provider.asked()).toBe(1);
  });

  it("are fetched again for a new key id, at most once in 30 seconds", async () => {
    const clock = stopClock();
    const app = await serverFor(server, provider);
    await answerTo(app, await provider.sign());
    const key = await provider.addKey("second");
    const token = await provider.sign({}, { kid: "second" }, key);
    expect(await answerTo(app, token)).toBe(unauthenticated);
    expect(provider.asked()).toBe(1);
    clock.goOn(31);
    expect(await answerTo(app, token)).toEqual(adasScopes);
    expect(await answerTo(app, await provider.sign())).toEqual(adasScopes);
    expect(provider.asked()).toBe(2);
  });

  it("are not fetched repeatedly for invented key ids", async () => {
    stopClock();
    const app = await serverFor(server, provider);
    await answerTo(app, await provider.sign());
    for (const kid of ["a", "b", "c"])
      expect(await answerTo(app, await provider.sign({}, { kid }))).toBe(unauthenticated);
    expect(provider.asked()).toBe(1);
  });

  it("are not used longer than ten minutes after the provider has removed them", async () => {
    const clock = stopClock();
    const app = await serverFor(server, provider);
    const key = await provider.addKey("second");
    const [first, second] = [
      await provider.sign({}, { kid: "second" }, key),
      await provider.sign({}, { kid: "second" }, key),
    ];
    expect(await answerTo(app, first)).toEqual(adasScopes);
    provider.keys.pop();
    clock.goOn(601);
    expect(await answerTo(app, second)).toBe(unauthenticated);
  });

  it("are used for ten minutes while the provider is unavailable", async () => {
    const clock = stopClock();
    const app = await serverFor(server, provider);
    await answerTo(app, await provider.sign());
    provider.answerWith((_request, response) => response.destroy());
    clock.goOn(590);
    expect(await answerTo(app, await provider.sign())).toEqual(adasScopes);
    clock.goOn(20);
    expect(await answerTo(app, await provider.sign())).toBe(unavailable);
  });

  describe("while they cannot be fetched", () => {
    const answering =
      (status: number, body: string): RequestListener =>
      (_request, response) => {
        response.writeHead(status, { "content-type": "application/json", location: provider.jwksUrl }).end(body);
      };

    it.each<[string, RequestListener]>([
      ["hangs up", (_request, response) => response.destroy()],
      ["answers 500", answering(500, "")],
      ["answers 404 with keys", answering(404, '{"keys":[]}')],
      ["sends us elsewhere", answering(302, "")],
      ["answers nothing", answering(200, "")],
      ["answers HTML", answering(200, "<html>Come back later</html>")],
      ["answers other JSON", answering(200, "[]")],
      ["answers something else for keys", answering(200, '{"keys":{}}')],
      ["hangs up in the middle", (_request, response) => response.write('{"keys":[', () => response.destroy())],
    ])(
      "the provider's tokens get SERVICE_UNAVAILABLE, and are accepted as soon as the provider is back: the provider %s",
      async (_what, listener) => {
        const app = await serverFor(server, provider);
        const token = await provider.sign();
        provider.answerWith(listener);
        expect(await answerTo(app, token)).toBe(unavailable);
        expect(await answerTo(app, token)).toBe(unavailable);
        provider.answerWith();
        expect(await answerTo(app, token)).toEqual(adasScopes);
      },
    );

    it("the response contains no cause, and the log does", async () => {
      const app = await serverFor(server, provider);
      provider.answerWith(answering(500, ""));
      const { errors } = await app.as(await provider.sign()).ask("{ viewer { scopes } }");
      expect(errors).toEqual([
        {
          message:
            "The keys of the identity provider must be reachable, but fetching them failed. Try again in a moment.",
          extensions: { code: "SERVICE_UNAVAILABLE" },
        },
      ]);
      const failure = server.log.map((line) => JSON.parse(line)).findLast(({ msg }) => msg === "operation failed");
      expect(failure.error.cause).toMatchObject({ name: "JOSEError" });
    });

    it("other credentials are accepted", async () => {
      const app = await serverFor(server, provider);
      provider.answerWith(answering(500, ""));
      expect((await app.as("sk_unknown").ask("{ viewer { scopes } }")).status).toBe(401);
      expect((await app.as(adminKey).ask("{ viewer { scopes } }")).status).toBe(200);
      expect((await app.as(null).ask("{ __typename }")).status).toBe(200);
      expect(provider.asked()).toBe(0);
    });

    it("a string that cannot be a token of the provider is refused without a request to the provider", async () => {
      const app = await serverFor(server, provider);
      provider.answerWith(answering(500, ""));
      const [, payload] = (await provider.sign()).split(".");
      for (const header of ["{}", '{"alg":"none"}', '{"alg":"HS256","kid":"first"}', "null", "no JSON"]) {
        const token = `${Buffer.from(header).toString("base64url")}.${payload}.x`;
        expect(await answerTo(app, token)).toBe(unauthenticated);
      }
      expect(provider.asked()).toBe(0);
    });

    it("because nothing listens there, the provider's tokens get SERVICE_UNAVAILABLE", async () => {
      // The discard port: only root can listen there.
      const identityProvider = createIdentityProvider({
        issuer,
        jwksUrl: "http://127.0.0.1:9/keys",
        audience,
        scopesClaim: "scope",
      });
      expect(await answerTo(await server.another({ identityProvider }), await provider.sign())).toBe(unavailable);
    });

    it("because it never answers or never ends its response, the server does not wait for long", async () => {
      const apps = [await serverFor(server, provider), await serverFor(server, provider)];
      const token = await provider.sign();
      provider.answerWith((_request, response) => provider.asked() === 1 || response.write('{"keys":['));
      expect(await Promise.all(apps.map((app) => answerTo(app, token)))).toEqual([unavailable, unavailable]);
    });
  });
});
