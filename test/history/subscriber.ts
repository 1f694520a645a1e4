import { setTimeout } from "node:timers/promises";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { type FormattedExecutionResult, type GraphQLFormattedError, print } from "graphql";
import { type Client, createClient } from "graphql-ws";
import type { Pool } from "pg";
import { WebSocket } from "ws";
import type { ChangeFilter, FollowChangesSubscription } from "../support/generated/graphql.js";
import { adminKey } from "../support/server.js";
import { followChanges } from "./subscription.operations.js";

type Change = FollowChangesSubscription["changes"];

/** The URL and the credential of a subscription. */
export interface Address {
  readonly url: string;
  /** Null for no credential. */
  readonly credential?: string | null;
}

/** The end of a subscription: errors of the API, a connection that the server has closed, or completion. */
export interface Ending {
  readonly errors?: readonly GraphQLFormattedError[];
  readonly closed?: { readonly code: number; readonly reason: string };
}

export function connect({ url, credential = adminKey }: Address, headers: Record<string, string> = {}): Client {
  class WebSocketWithHeaders extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers });
    }
  }
  return createClient({
    url: `${url.replace(/^http/, "ws").replace(/\/graphql$/, "")}/graphql`,
    webSocketImpl: WebSocketWithHeaders,
    connectionParams: credential === null ? {} : { authorization: `Bearer ${credential}` },
    retryAttempts: 0,
  });
}

/** Sends an operation over its own connection, and waits for the end. */
export async function askOverWebSocket(
  address: Address,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Ending & { results: FormattedExecutionResult[] }> {
  const client = connect(address);
  const results: FormattedExecutionResult[] = [];
  const ending = await new Promise<Ending>((resolve) => {
    client.subscribe(
      { query, variables },
      { ...endings(resolve), next: (result) => void results.push(result as FormattedExecutionResult) },
    );
  });
  await client.dispose();
  return { ...ending, results };
}

function endings(resolve: (ending: Ending) => void) {
  return {
    complete: () => resolve({}),
    error: (reason: unknown) => {
      if (Array.isArray(reason)) return resolve({ errors: reason });
      const { code, reason: text } = reason as { code: number; reason: string };
      resolve({ closed: { code, reason: text } });
    },
  };
}

const running = new Set<Pick<Subscriber, "stop">>();

/** Stops all subscribers after each test of a file. */
export function stopSubscribersAfterEach(): void {
  afterEach(async () => {
    for (const subscriber of running) await subscriber.stop();
  });
}

const probeId = /^probe-/;

/** A subscription that selects at least the request id. */
type FollowDocument<Followed> = TypedDocumentNode<{ changes: Followed }, { where?: ChangeFilter | null }>;

/** A client that subscribes to changes. */
export class Subscriber<Followed extends Pick<Change, "requestId"> = Change> {
  /** The received changes. */
  readonly changes: Followed[] = [];
  /** The errors in the received changes. */
  readonly errors: GraphQLFormattedError[] = [];
  readonly ending: Promise<Ending>;
  readonly #client: Client;
  readonly #stop: () => void;
  readonly #probes = new Set<string>();
  #isOver = false;

  constructor(
    address: Address,
    where: ChangeFilter | null = null,
    client = connect(address),
    document = followChanges as unknown as FollowDocument<Followed>,
  ) {
    running.add(this);
    this.#client = client;
    let stop = () => {};
    this.ending = new Promise((resolve) => {
      stop = this.#client.subscribe<{ changes: Followed }>(
        { query: print(document), variables: { where } },
        {
          ...endings((ending) => {
            this.#isOver = true;
            resolve(ending);
          }),
          next: ({ data, errors }) => {
            this.errors.push(...((errors ?? []) as GraphQLFormattedError[]));
            const change = data?.changes;
            if (!change) return;
            if (probeId.test(change.requestId ?? "")) this.#probes.add(change.requestId ?? "");
            else this.changes.push(change);
          },
        },
      );
    });
    this.#stop = stop;
  }

  /**
   * Waits until changes arrive, because the protocol does not report the start of a subscription. It writes matching
   * changes, which tests do not count, until one and all later ones have arrived.
   */
  async begun(pool: Pool, like: Partial<ProbeRow> = {}): Promise<this> {
    const written: string[] = [];
    const hasBegun = () => written.some((probe) => this.#probes.has(probe));
    while (!hasBegun()) {
      if (this.#isOver) throw new Error(`The subscription has ended: ${JSON.stringify(await this.ending)}`);
      written.push(await writeProbe(pool, like));
      for (let look = 0; look < 20 && !hasBegun(); look += 1) await setTimeout(10);
    }
    await this.until(() => this.#probes.has(written.at(-1) ?? ""));
    return this;
  }

  /** Waits until all committed changes have arrived. The subscription must match changes like `like`. */
  async caughtUp(pool: Pool, like: Partial<ProbeRow> = {}): Promise<void> {
    const last = await writeProbe(pool, like);
    await this.until(() => this.#probes.has(last));
  }

  /** Waits until the condition is true. The time limit of the test ends it. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#isOver) throw new Error(`The subscription has ended: ${JSON.stringify(await this.ending)}`);
      await setTimeout(10);
    }
  }

  async stop(): Promise<void> {
    running.delete(this);
    this.#stop();
    await this.#client.dispose();
  }
}

interface ProbeRow {
  at: string;
  action: string;
  subjectType: string;
  subjectId: string;
  actorId: string;
}

let probes = 0;

async function writeProbe(pool: Pool, like: Partial<ProbeRow>): Promise<string> {
  probes += 1;
  const requestId = `probe-${probes}`;
  const row = {
    at: new Date().toISOString(),
    action: "UPDATED",
    subjectType: "USER",
    subjectId: "user_probe",
    ...like,
  };
  await pool.query(
    `WITH probe AS (
       INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
       SELECT n, change_id($1, n), $1, $2, $3, $4, 'SYSTEM', $5, $6, '[]' FROM nextval('change_sequence') AS n
     ) SELECT pg_notify('change', '')`,
    [row.at, row.action, row.subjectType, row.subjectId, like.actorId ?? "system", requestId],
  );
  return requestId;
}
