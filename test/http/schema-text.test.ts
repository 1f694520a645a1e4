import { readFileSync } from "node:fs";
import path from "node:path";
import { buildSchema, isScalarType, isSpecifiedScalarType } from "graphql";
import { createSchema } from "../../src/schema.js";
import { useTestServer } from "../support/server.js";

const committed = readFileSync(path.join(import.meta.dirname, "../../schema.graphql"), "utf8");

describe("GET /graphql/schema.graphql", () => {
  const server = useTestServer();
  const url = "/graphql/schema.graphql";

  it("returns the schema as text, as in schema.graphql, without authentication", async () => {
    for (const headers of [{}, { accept: "text/html" }]) {
      const response = await server.app.inject({ url, headers });
      expect(response.statusCode).toBe(200);
      expect(response.headers["content-type"]).toBe("text/plain; charset=utf-8");
      expect(response.body).toBe(committed);
    }
    expect(() => buildSchema(committed)).not.toThrow();
  });

  it("is compressed for clients that accept it", async () => {
    const response = await server.app.inject({ url, headers: { "accept-encoding": "br" } });
    expect(response.headers["content-encoding"]).toBe("br");
    expect(response.rawPayload.length).toBeLessThan(committed.length / 3);
  });

  it("does not exist if introspection is off", async () => {
    const hidden = await server.another({ introspection: false });
    expect((await hidden.app.inject({ url })).statusCode).toBe(404);
  });
});

test("each scalar of the schema has the URL of its specification", () => {
  const scalars = Object.values(createSchema().getTypeMap()).filter(isScalarType);
  // The federation specification names `_Any` and gives it no URL.
  const own = scalars.filter((type) => !isSpecifiedScalarType(type) && type.name !== "_Any");
  expect(own.map(({ name }) => name)).toContain("DateTime");
  for (const { name, specifiedByURL } of own) {
    expect(`${name} ${specifiedByURL}`).toMatch(/ https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+$/);
    expect(committed).toContain(`scalar ${name} @specifiedBy(url: "${specifiedByURL}")`);
  }
});
