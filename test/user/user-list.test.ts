import { refusalOf } from "../support/bad-input.js";
import { idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { usersPage } from "./user.operations.js";
import { givenUser, remove } from "./user.steps.js";

describe("users", () => {
  const server = useTestServer();
  const read = async (variables: object = {}) => (await server.run(usersPage, variables)).users;
  const idsIn = async (variables: object) => (await read(variables)).nodes.map(({ id }) => id);

  async function givenUsers(rows: { id: string; email?: string; firstName?: string; lastName?: string }[]) {
    const data = rows.map((row) => ({ email: `${row.id}@example.com`, ...row }));
    await server.testDatabase.database.prisma.staffUser.createMany({ data });
  }

  it("lists the live users, the same as at their creation", async () => {
    const [grace, gone] = [await givenUser(server), await givenUser(server, { email: "gone@example.com" })];
    await remove(server, gone.id);
    expect(await read()).toMatchObject({ totalCount: 1, nodes: [grace] });
  });

  it("pages forward, backward and by offset, in the order of creation", async () => {
    const ids = idsOf("user", 5);
    await givenUsers(ids.map((id) => ({ id })));
    const first = await read({ first: 2 });
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect(first.nodes.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const after = first.edges.at(-1)?.cursor;
    expect(await idsIn({ first: 2, after })).toEqual(ids.slice(2, 4));
    const last = await read({ last: 2 });
    expect(last.nodes.map(({ id }) => id)).toEqual(ids.slice(3));
    expect(last.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
    expect(await idsIn({ last: 2, before: last.edges[0]?.cursor })).toEqual(ids.slice(1, 3));
    expect(await idsIn({ first: 2, offset: 3 })).toEqual(ids.slice(3));
    expect(await idsIn({ first: 0 })).toEqual([]);
  });

  it.each([
    ["part of an email", "GRACE@", ["user_1"]],
    ["a name without its accent", "amelie", ["user_2"]],
    ["words in several fields", "curie amel", ["user_2"]],
    ["a word that only one field of two users has", "hopper", ["user_1", "user_3"]],
    ["no user by an unknown text", "nobody", []],
    ["a percent sign, which is no wildcard", "%", []],
    ["a blank text, which is no search", "  ", ["user_1", "user_2", "user_3"]],
  ])("finds %s", async (_what, search, ids) => {
    await givenUsers([
      { id: "user_1", email: "grace@example.com", lastName: "Hopper" },
      { id: "user_2", firstName: "Am\u00e9lie", lastName: "Curie" },
      { id: "user_3", firstName: "Hopper" },
    ]);
    expect(await idsIn({ search })).toEqual(ids);
    expect((await read({ search })).totalCount).toBe(ids.length);
  });

  it("refuses a page that is too large and a search with too many words", async () => {
    expect(await refusalOf(server, usersPage, { first: 251 })).toContain("250");
    expect(await refusalOf(server, usersPage, { search: "a ".repeat(11) })).toContain("10 words");
  });
});
