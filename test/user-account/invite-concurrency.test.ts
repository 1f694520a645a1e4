import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import { describeOnServer } from "../support/database.js";
import { eventually, useMailServer } from "../support/mail.js";
import { type TestServer, useTestServer } from "../support/server.js";
import { givenUser, remove, update } from "../user/user.steps.js";
import { accept, invitedToken } from "./user-account.steps.js";

interface Inviter {
  readonly id: string;
  readonly credential: string;
}

/** A manager of users. Another user keeps USERS_MANAGE, so that the manager may lose it. */
async function givenManager(server: TestServer): Promise<Inviter> {
  await givenUser(server, { email: "other@example.com", scopes: ["USERS_MANAGE"] });
  const { user, token } = await givenUserSession(server, { scopes: ["ORDERS_READ", "USERS_MANAGE"] });
  return { id: user.id, credential: token };
}

async function givenKey(server: TestServer): Promise<Inviter> {
  const { id, secret } = await givenApiKey(server, ["ORDERS_READ", "USERS_MANAGE"]);
  return { id, credential: secret };
}

type Given = typeof givenKey;

const ends: [what: string, given: Given, end: (server: TestServer, id: string) => Promise<unknown>][] = [
  ["the scopes of the inviter change", givenManager, (server, id) => update(server, id, { scopes: [] })],
  ["the inviter is deleted", givenManager, (server, id) => remove(server, id)],
  ["the API key of the invitation is revoked", givenKey, (server, id) => server.run(revokeApiKey, { id })],
];

describeOnServer("an invitation that is being accepted", () => {
  const mail = useMailServer();
  const server = useTestServer(mail.serverOptions);
  const pool = () => server.testDatabase.database.pool;

  async function waiting(): Promise<number> {
    const { rows } = await pool().query<{ count: number }>(
      "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return rows[0]?.count ?? 0;
  }

  it.each(ends)("makes the user before %s, and not after the response to that", async (_what, given, end) => {
    const { id, credential } = await given(server);
    const token = await invitedToken(server.as(credential), mail, "eva@example.com", ["ORDERS_READ"]);
    const client = await pool().connect();
    let [accepting, ending]: Promise<unknown>[] = [];
    let hasEnded = false;
    try {
      // The acceptance waits for this lock after it has checked the scopes of the inviter.
      await client.query("BEGIN; LOCK TABLE session IN SHARE MODE");
      accepting = accept(server, token);
      await eventually("the acceptance does not wait", async () => (await waiting()) === 1 || undefined);
      ending = end(server, id).finally(() => {
        hasEnded = true;
      });
      await eventually("nothing happens", async () => hasEnded || (await waiting()) === 2 || undefined);
      expect(hasEnded).toBe(false);
    } finally {
      await client.query("COMMIT");
      client.release();
      await Promise.allSettled([accepting, ending]);
    }
    expect(await accepting).toMatch(/^user_/);
    await ending;
  });
});
