import { readFile } from "node:fs/promises";
import { requestErrorCodes } from "../../src/graphql/errors/request-errors.js";
import { userErrorCodes } from "../../src/graphql/errors/user-error.type.js";

test("docs/errors.md lists the codes of the server with their meanings, and no others", async () => {
  const documented = (await readFile("docs/errors.md", "utf8")).match(/^\| `.*$/gm);
  const codes = [...Object.entries(userErrorCodes), ...Object.entries(requestErrorCodes)];
  expect(documented).toEqual(codes.map(([code, meaning]) => `| \`${code}\` | ${meaning} |`));
});
