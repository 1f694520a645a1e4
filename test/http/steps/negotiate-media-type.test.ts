import { ApolloServer } from "@apollo/server";
import { adminKey, useTestServer } from "../../support/server.js";

describe("the negotiation of the media type", () => {
  const server = useTestServer();
  const byApollo = jest.spyOn(ApolloServer.prototype, "executeHTTPGraphQLRequest");
  beforeEach(() => byApollo.mockClear());
  afterAll(() => byApollo.mockRestore());

  const send = (accept: string, query: string) =>
    server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${adminKey}`, accept },
      payload: { query },
    });

  it.each(["image/png", "application/json;q=0", "text/html, multipart/mixed"])(
    "refuses a request that accepts only %s without running it",
    async (accept) => {
      const create = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }';
      const { statusCode, headers, body } = await send(accept, create);
      expect([statusCode, headers["content-type"]]).toEqual([406, "application/json; charset=utf-8"]);
      expect(JSON.parse(body).errors).toMatchObject([{ extensions: { code: "BAD_REQUEST" } }]);
      expect(byApollo).not.toHaveBeenCalled();
      expect(await server.testDatabase.database.prisma.customer.count()).toBe(0);
    },
  );

  it.each(["*/*", "application/json", "application/graphql-response+json", "application/*;q=0.1"])(
    "passes on a request that accepts %s",
    async (accept) => {
      expect((await send(accept, "{ countries { displayName } }")).statusCode).toBe(200);
    },
  );
});
