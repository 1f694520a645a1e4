import { listenFor, type Notifications } from "../../src/database/notifications.js";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";

describeOnServer("a write", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  beforeEach(() => testDatabase.reset());
  afterAll(() => testDatabase.close());

  const pool = () => testDatabase.database.pool;
  const write = (id: string) => pool().query("INSERT INTO customer (id, phone) VALUES ($1, '1')", [id]);

  it("notifies all listeners", async () => {
    let listener: Notifications | undefined;
    const notifications = notificationsOf((notify, fail) => {
      listener = listenFor(pool(), "change", { onNotification: notify, onError: fail });
    });
    try {
      // The first notification shows that the connection listens.
      await notifications.next();
      await write("cus_1");
      await notifications.next();
    } finally {
      listener?.stop();
    }
  });

  it("sends no notification without listeners, or after they have stopped", async () => {
    const silent = await pool().connect();
    try {
      const payloads: (string | undefined)[] = [];
      const notifications = notificationsOf((notify) => {
        silent.on("notification", ({ payload }) => {
          payloads.push(payload);
          notify();
        });
      });
      await silent.query("LISTEN change");
      await write("cus_1");
      const holder = await pool().connect();
      await holder.query("SELECT pg_advisory_lock_shared(109299962373989)");
      await write("cus_2");
      await notifications.next();
      holder.release(true);
      // Notifications arrive in the order of commits.
      for (let isHeld = true; isHeld; ) {
        const { rows } = await pool().query("SELECT is_followed() AS held");
        isHeld = rows[0]?.held;
      }
      await write("cus_3");
      await pool().query("NOTIFY change, 'the end'");
      await notifications.next();
      expect(payloads).toEqual(["", "the end"]);
    } finally {
      silent.release(true);
    }
  });
});

/** Returns a function that waits for the next notification. */
function notificationsOf(start: (notify: () => void, fail: (error: unknown) => void) => void) {
  let come = 0;
  let wake = () => {};
  let failure: unknown;
  start(
    () => {
      come += 1;
      wake();
    },
    (error) => {
      failure = error;
      wake();
    },
  );
  return {
    next: async () => {
      while (come === 0 && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== undefined) throw failure;
      come -= 1;
    },
  };
}
