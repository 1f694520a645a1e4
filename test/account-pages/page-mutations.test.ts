import { parse, validate } from "graphql";
import { createSchema } from "../../src/schema.js";
import { accountPages } from "../../src/web/account-pages/account-page.js";

it.each(accountPages.map(({ path, mutation }) => [path, mutation]))(
  "the mutation of %s is valid",
  (_path, mutation) => {
    expect(validate(createSchema(), parse(mutation))).toEqual([]);
  },
);
