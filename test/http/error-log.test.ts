import { GraphQLError } from "graphql";
import { describeError } from "../../src/monitoring/error-log.js";

describe("describeError", () => {
  it("keeps the message and the stack of an error in the code", () => {
    expect(describeError(new TypeError("x is not a function"))).toEqual({
      name: "TypeError",
      message: "x is not a function",
      stack: expect.arrayContaining([expect.stringContaining("error-log.test.ts")]),
    });
  });

  it("omits the message of an error that may contain a value", () => {
    const repeating = [
      Object.assign(new Error("Key (email)=(ada@example.com) already exists."), { code: "23505" }),
      new SyntaxError("Unexpected token 'a', \"ada@example.com\" is not valid JSON"),
      new GraphQLError("DateTime cannot represent an invalid date-time-string ada@example.com."),
      new Error("The query failed.", { cause: new SyntaxError("ada@example.com") }),
      "ada@example.com",
    ];
    expect(JSON.stringify(repeating.map(describeError))).not.toContain("ada@");
  });

  it("omits a message of several lines from the stack, too", () => {
    expect(JSON.stringify(describeError(new SyntaxError("first line\nada@example.com")))).not.toContain("ada@");
  });

  it("includes the causes", () => {
    const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    expect(describeError(new Error("The query failed.", { cause }))).toMatchObject({
      message: "The query failed.",
      cause: { name: "Error", code: "ECONNREFUSED" },
    });
  });
});
