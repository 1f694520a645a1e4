import { randomUUID } from "node:crypto";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { SharedTokenBuckets } from "../../src/execution/limits/shared-token-buckets.js";
import type { TakeResult } from "../../src/execution/limits/token-buckets.js";
import { describeOnRedis } from "../support/redis.js";

/** Buckets with one limit. */
interface Buckets {
  take(caller: string, cost: number): Promise<TakeResult | undefined>;
}

describeOnRedis("buckets in a shared store", (redisUrl) => {
  const opened: { close(): unknown }[] = [];
  afterEach(() => {
    for (const each of opened.splice(0)) each.close();
  });

  // A long timeout, because the machine can be busy.
  function open(limit: { perSecond: number; burst: number }, url = redisUrl, maxWaitMs = 20_000) {
    const outages: unknown[] = [];
    const onOutage = (error: unknown) => outages.push(error);
    const shared = new SharedTokenBuckets({ url, onOutage, maxWaitMs });
    const buckets: Buckets = { take: (caller, cost) => shared.take(caller, cost, limit) };
    opened.push(shared);
    return { buckets, outages };
  }

  /** Repeats until Redis answers. */
  async function taken(buckets: Buckets, caller: string, cost: number): Promise<TakeResult> {
    for (let tries = 1; tries <= 1_000; tries += 1) {
      const result = await buckets.take(caller, cost);
      if (result !== undefined) return result;
      await setTimeout(20);
    }
    throw new Error("The store did not answer.");
  }

  it("are the same for all instances", async () => {
    const caller = randomUUID();
    const [one, other] = [open({ perSecond: 0.001, burst: 100 }), open({ perSecond: 0.001, burst: 100 })];
    expect(await taken(one.buckets, caller, 60)).toEqual({ isAllowed: true, remaining: 40 });
    expect(await taken(other.buckets, caller, 41)).toEqual({ isAllowed: false, remaining: 40 });
    expect(await taken(other.buckets, caller, 40)).toEqual({ isAllowed: true, remaining: 0 });
    expect(await taken(one.buckets, caller, 1)).toEqual({ isAllowed: false, remaining: 0 });
    expect(await taken(one.buckets, randomUUID(), 1)).toEqual({ isAllowed: true, remaining: 99 });
  });

  it("accept refunds up to their size", async () => {
    const caller = randomUUID();
    const { buckets } = open({ perSecond: 0.001, burst: 100 });
    await taken(buckets, caller, 60);
    expect(await taken(buckets, caller, -20)).toEqual({ isAllowed: true, remaining: 60 });
    expect(await taken(buckets, caller, -60)).toEqual({ isAllowed: true, remaining: 100 });
  });

  it("give no more than their tokens to many concurrent requests", async () => {
    const caller = randomUUID();
    const { buckets } = open({ perSecond: 0.001, burst: 50 });
    await taken(buckets, randomUUID(), 1);
    const all = await Promise.all(Array.from({ length: 80 }, () => taken(buckets, caller, 1)));
    expect(all.filter(({ isAllowed }) => isAllowed)).toHaveLength(50);
  });

  it("fill again as time passes", async () => {
    const caller = randomUUID();
    const { buckets } = open({ perSecond: 50, burst: 100 });
    expect(await taken(buckets, caller, 100)).toMatchObject({ isAllowed: true });
    await setTimeout(200);
    const { isAllowed, remaining } = await taken(buckets, caller, 100);
    expect(isAllowed).toBe(false);
    expect(remaining).toBeGreaterThanOrEqual(9);
  });

  it("are not used while Redis does not answer, report it once, and are used again afterwards", async () => {
    const caller = randomUUID();
    const proxy = await openProxy();
    opened.push(proxy);
    const { buckets, outages } = open({ perSecond: 0.001, burst: 100 }, proxy.url, 500);
    await taken(buckets, caller, 1);
    proxy.silence();
    const before = outages.length;
    expect(await buckets.take(caller, 1)).toBeUndefined();
    expect(await buckets.take(caller, 1)).toBeUndefined();
    expect(outages).toHaveLength(before + 1);
    proxy.speak();
    expect((await taken(buckets, caller, 1)).isAllowed).toBe(true);
  });

  it("are used again after a reconnect", async () => {
    const proxy = await openProxy();
    opened.push(proxy);
    const { buckets } = open({ perSecond: 0.001, burst: 100 }, proxy.url);
    await taken(buckets, randomUUID(), 1);
    proxy.cut();
    expect((await taken(buckets, randomUUID(), 1)).isAllowed).toBe(true);
  });

  /** A proxy between a client and Redis. */
  async function openProxy() {
    const { hostname, port } = new URL(redisUrl);
    const sockets = new Set<Socket>();
    const clients = new Set<Socket>();
    const server: Server = createServer((client) => {
      const store = connect(Number(port || 6379), hostname);
      for (const socket of [client, store]) {
        sockets.add(socket);
        socket.on("error", () => {}).on("close", () => [client, store].map((each) => each.destroy()));
      }
      client.pipe(store).pipe(client);
      clients.add(client);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = {
      url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
      silence: () => {
        for (const client of clients) client.pause();
      },
      speak: () => {
        for (const client of clients) client.resume();
      },
      cut: () => {
        for (const socket of sockets) socket.destroy();
      },
      close: () => {
        proxy.cut();
        server.close();
      },
    };
    return proxy;
  }
});
