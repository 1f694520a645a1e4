import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { isEnding } from "../benchmark/children.js";
import { HttpConnection } from "../benchmark/http-connection.js";
import { withClient } from "./databases.js";
import { check } from "./figures.js";
import { apiKey } from "./server-process.js";

const create =
  "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } userErrors { code } } }";
const update = `mutation ($id: ID!, $input: CustomerUpdateInput!, $ifVersion: Int!) {
  customerUpdate(id: $id, input: $input, ifVersion: $ifVersion) { customer { id version } userErrors { code } }
}`;
const lookup = "query ($id: ID!) { customer(id: $id) { firstName lastName version } }";

const updatesOfEach = 2;
const pauseMs = 100;

/** The acknowledged data of a customer. */
interface Written {
  readonly name: string;
  /** Undefined if the response to its creation was lost. The customer still exists. */
  readonly id: string | undefined;
  version: number;
}

/** The result of an operation: its data, or that it ran and its response is lost. */
type Settled = { readonly data: Record<string, unknown> } | "lost";

/** Clients that write and repeat each request with the same Idempotency-Key until they have a result. They record acknowledged data. */
export class Writers {
  readonly #urls: readonly string[];
  readonly #written: Written[] = [];
  readonly #wrong: string[] = [];
  readonly #clients: Promise<void>[];
  #isOver = false;
  /** The number of answered operations and the number of lost responses. */
  answered = 0;
  lost = 0;
  repeated = 0;

  constructor(urls: readonly string[], count: number) {
    this.#urls = urls;
    this.#clients = Array.from({ length: count }, (_, client) => this.#write(client));
  }

  /** Waits until each client has finished its operation. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  async #write(client: number): Promise<void> {
    const requests = new Requests(this.#urls, client);
    for (let count = 1; !this.#isOver; count += 1) {
      requests.goHome();
      const name = `writer-${client}-${count}`;
      const written = await this.#create(requests, name);
      if (written?.id === undefined) continue;
      for (let time = 1; time <= updatesOfEach; time += 1) await this.#update(requests, written, written.id);
      await this.#look(requests, written, written.id);
    }
    requests.close();
  }

  async #create(requests: Requests, name: string): Promise<Written | undefined> {
    const created = await this.#settle(requests, { query: create, variables: { input: { firstName: name } } });
    const { customer } = (created === "lost" ? {} : (created.data.customerCreate ?? {})) as {
      customer?: { id: string };
    };
    if (created !== "lost" && !customer) {
      this.#wrong.push(`${name} was not created: ${JSON.stringify(created.data)}`);
      return undefined;
    }
    const written = { name, id: customer?.id, version: 1 };
    this.#written.push(written);
    return written;
  }

  async #update(requests: Requests, written: Written, id: string): Promise<void> {
    const input = { lastName: `version ${written.version + 1}` };
    const variables = { id, input, ifVersion: written.version };
    const updated = await this.#settle(requests, { query: update, variables });
    const expected = { customer: { id, version: written.version + 1 }, userErrors: [] };
    if (updated !== "lost" && JSON.stringify(updated.data.customerUpdate) !== JSON.stringify(expected)) {
      this.#wrong.push(`${written.name} was not updated: ${JSON.stringify(updated.data)}`);
    }
    written.version += 1;
  }

  async #look(requests: Requests, { name, version }: Written, id: string): Promise<void> {
    const seen = await this.#settle(requests, { query: lookup, variables: { id } });
    const expected = { firstName: name, lastName: `version ${version}`, version };
    if (seen === "lost" || JSON.stringify(seen.data.customer) === JSON.stringify(expected)) return;
    this.#wrong.push(`Expected ${JSON.stringify(expected)}, got ${JSON.stringify(seen.data)}`);
  }

  /** Repeats a request until it has a result. */
  async #settle(requests: Requests, operation: object): Promise<Settled> {
    const key = randomUUID();
    for (;;) {
      const { status, body } = await requests.send(JSON.stringify(operation), key);
      if (status === 200 && !body.includes('"errors":')) {
        this.answered += 1;
        return JSON.parse(body);
      }
      if (status === 410) {
        this.lost += 1;
        return "lost";
      }
      if (![0, 409, 503].includes(status)) this.#wrong.push(`status ${status}: ${body}`);
      if (isEnding()) throw new Error("Interrupted.");
      this.repeated += 1;
      await setTimeout(pauseMs);
    }
  }

  /** Compares the acknowledged data with the database. */
  async verify(databaseUrl: string): Promise<void> {
    const { rows } = await withClient(databaseUrl, (client) => client.query<Row>(rowsAndChanges));
    const byName = new Map<string, Row[]>();
    for (const row of rows) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
    const problems = this.#written.flatMap((written) => problemsOf(written, byName.get(written.name) ?? []));
    const unknown = rows.filter(({ name }) => !this.#written.some((written) => written.name === name));
    console.log(
      `${this.#written.length} customers, ${this.answered} operations answered, ${this.repeated} asked again, ${this.lost} answers lost`,
    );
    check(this.#wrong.length === 0, `no wrong answer ${this.#wrong.slice(0, 3).join("; ")}`);
    check(
      problems.length === 0,
      `every acknowledged write is there, once, with its version and its history ${problems.slice(0, 3).join("; ")}`,
    );
    check(unknown.length === 0, "nothing else was written");
  }
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly lastName: string | null;
  readonly version: number;
  readonly changes: number;
}

const rowsAndChanges = `
  SELECT c.id, c.first_name AS name, c.last_name AS "lastName", c.version,
    (SELECT count(*)::int FROM change h WHERE h.subject_id = c.id) AS changes
  FROM customer c WHERE c.first_name LIKE 'writer-%'`;

function problemsOf({ name, id, version }: Written, rows: readonly Row[]): string[] {
  const [row, ...others] = rows;
  if (row === undefined) return [`${name} is missing`];
  if (others.length > 0) return [`${name} is there ${rows.length} times`];
  const lastName = version === 1 ? null : `version ${version}`;
  const isRight = row.version === version && row.lastName === lastName && (id === undefined || row.id === id);
  if (!isRight) return [`${name} is ${JSON.stringify(row)}, expected version ${version}`];
  return row.changes === version ? [] : [`${name} has ${row.changes} changes, expected ${version}`];
}

/** Sends the requests of one client. Uses the next server when a connection breaks. */
class Requests {
  readonly #urls: readonly string[];
  readonly #home: number;
  #current: number;
  #connection: HttpConnection | undefined;

  constructor(urls: readonly string[], home: number) {
    this.#urls = urls;
    this.#home = home;
    this.#current = home;
  }

  /** Returns to the first server, which may be available again. */
  goHome(): void {
    if (this.#current === this.#home) return;
    this.close();
    this.#current = this.#home;
  }

  /** The status is 0 without a response. */
  async send(body: string, key: string): Promise<{ status: number; body: string }> {
    const url = this.#urls[this.#current % this.#urls.length] ?? "";
    try {
      this.#connection ??= await HttpConnection.open(url, apiKey);
      const response = await this.#connection.send(body, `idempotency-key: ${key}\r\n`);
      return { status: response.status, body: response.body.toString() };
    } catch (error) {
      this.close();
      this.#current += 1;
      return { status: 0, body: String(error) };
    }
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }
}
