import "reflect-metadata";
import { checkInput } from "../../src/graphql/input/check-input.js";
import { ExactText } from "../../src/graphql/input/exact-text.js";
import { MaxInputs } from "../../src/graphql/input/max-inputs.js";

class Part {
  readonly name = "part";
}

class Declared {
  @MaxInputs(3)
  list: Part[] = [];

  @ExactText()
  text = " text ";
}

class Inherited extends Declared {}

/** A class with property names that other classes declare. */
class Undeclared {
  list: Part[] = [];
  prices: Part[] = [];
  text = " text ";
  password = " text ";
  id = " text ";
}

const parts = (count: number) => Array.from({ length: count }, () => new Part());
const isTooLong = async (input: object, name: string) => (await checkInput(input)).has(["input", name]);

describe("a value declared for a property of an input", () => {
  it.each([
    ["the class that declares it", Declared],
    ["a class that extends it", Inherited],
  ])("counts for %s", async (_what, Input) => {
    expect(await isTooLong(Object.assign(new Input(), { list: parts(3) }), "list")).toBe(false);
    expect(await isTooLong(Object.assign(new Input(), { list: parts(4) }), "list")).toBe(true);
    const input = new Input();
    await checkInput(input);
    expect(input.text).toBe(" text ");
  });

  it("does not apply to properties of the same name in other classes", async () => {
    for (const name of ["list", "prices"]) {
      expect(await isTooLong(Object.assign(new Undeclared(), { [name]: parts(1_000) }), name)).toBe(false);
      expect(await isTooLong(Object.assign(new Undeclared(), { [name]: parts(1_001) }), name)).toBe(true);
    }
    const input = new Undeclared();
    await checkInput(input);
    expect(input).toMatchObject({ text: "text", password: "text", id: "text" });
  });
});
