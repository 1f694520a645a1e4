import type { IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { type ApolloClient, gql, type ObservableQuery } from "@apollo/client";
import type { Client as UrqlClient } from "@urql/core";
import { extendSchema, Kind, parse, specifiedRules, validate } from "graphql";
import type { Client } from "graphql-ws";
import { decodeJwt } from "jose";
import { WebSocket } from "ws";
import { createSchema } from "../../src/schema.js";
import { givenCustomer, remove, update } from "../customer/customer.steps.js";
import { useAddress } from "../history/subscription.steps.js";
import { givenUserAccount, olderToken, sessionIdIn } from "../session/session.steps.js";
import { eventually } from "../support/mail.js";
import { adminKey, useTestServer } from "../support/server.js";
import { givenUser, password } from "../user/user.steps.js";
import { blocksOf, runGuide } from "./client-guide.js";

interface Row {
  readonly id: string;
  readonly firstName?: string | null;
  readonly version: number;
}
interface Update {
  readonly customer: Row | null;
  readonly userErrors: readonly { code: string; current?: Row }[];
}
interface Guide {
  readonly session: { token: string };
  readonly sockets: Client;
  rename(customer: Row, firstName: string): Promise<Update>;
}

interface RelayNetwork {
  execute(request: object, variables: object, config: object): RelayObservable;
}
interface RelayObservable {
  subscribe(sink: object): { unsubscribe(): void };
  toPromise(): Promise<{ data: unknown }>;
}

function relayRequest(text: string, operationKind: string) {
  return { text, operationKind, name: /^\w+ (\w+)/.exec(text)?.[1], id: null, metadata: {} };
}

function askByRelay(network: RelayNetwork, text: string) {
  return network.execute(relayRequest(text, "query"), {}, {}).toPromise();
}

describe("the code of docs/clients.md", () => {
  const server = useTestServer();
  const url = useAddress(server);
  const original = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
  const open: Client[] = [];

  beforeAll(() => {
    Object.defineProperty(globalThis, "WebSocket", { value: WebSocket, configurable: true, writable: true });
  });
  afterEach(async () => {
    for (const sockets of open.splice(0)) await sockets.dispose();
  });
  afterAll(() => {
    if (original) Object.defineProperty(globalThis, "WebSocket", original);
    else Reflect.deleteProperty(globalThis, "WebSocket");
  });

  async function load<Extra>(heading: string): Promise<Guide & Extra> {
    const guide = await runGuide<Guide & Extra>(heading, url());
    open.push(guide.sockets);
    return guide;
  }

  async function givenThree(): Promise<Row[]> {
    const rows = [];
    for (const firstName of ["Ada", "Grace", "Katherine"]) rows.push(await givenCustomer(server, { firstName }));
    return rows as unknown as Row[];
  }

  /** Changes a customer until a subscription has seen it, because the start of a subscription is not reported. */
  async function changeUntilSeen(id: string, namesSeen: () => readonly unknown[]): Promise<void> {
    let count = 0;
    await eventually("no change has arrived", async () => {
      count += 1;
      await update(server, id, { firstName: `Name ${count}` });
      return namesSeen().some((name) => String(name).startsWith("Name ")) || undefined;
    });
  }

  it("for Apollo Client logs in, reads pages, edits, follows changes and logs out", async () => {
    type Extra = {
      client: ApolloClient;
      logIn(email: string, password: string): Promise<string[]>;
      logOut(): Promise<void>;
      watchCustomers(): { customers: ObservableQuery<{ customers: { nodes: Row[] } }>; loadMore(): Promise<unknown> };
      followCustomers(): { unsubscribe(): void };
    };
    const guide = await load<Extra>("Apollo Client 4");
    const scopes = ["CUSTOMERS_READ", "CUSTOMERS_WRITE", "HISTORY_READ"] as const;
    const { email } = await givenUser(server, { email: "ada@example.com", scopes: [...scopes] });
    const [ada, grace] = await givenThree();
    expect(await guide.logIn(email, "a wrong password")).toEqual(["INVALID_CREDENTIALS"]);
    expect(await guide.logIn(email, password)).toEqual([]);

    const { customers, loadMore } = guide.watchCustomers();
    const shown: string[] = [];
    const nodes = () => (customers.getCurrentResult().data as { customers?: { nodes: Row[] } })?.customers?.nodes ?? [];
    const watching = customers.subscribe(
      () =>
        void shown.push(
          nodes()
            .map(({ firstName }) => firstName)
            .join(),
        ),
    );
    await eventually("the first page is missing", async () => nodes().length === 2 || undefined);
    await loadMore();
    await eventually("the second page is missing", async () => nodes().length === 3 || undefined);
    expect(nodes().map(({ firstName }) => firstName)).toEqual(["Ada", "Grace", "Katherine"]);

    const [first] = nodes() as [Row];
    const before = shown.length;
    const renaming = guide.rename(first, "Augusta");
    await eventually("nothing was shown", async () => shown[before]);
    expect(shown[before]).toBe("Augusta,Grace,Katherine");
    expect(await renaming).toMatchObject({ customer: { firstName: "Augusta", version: 2 }, userErrors: [] });

    await update(server, ada?.id ?? "", { firstName: "Countess" });
    const conflict = await guide.rename({ ...first, version: 2 }, "Ada");
    expect(conflict).toMatchObject({ customer: null, userErrors: [{ code: "VERSION_CONFLICT" }] });
    expect(nodes()[0]).toMatchObject({ firstName: "Countess", version: 3 });

    const following = guide.followCustomers();
    await changeUntilSeen(grace?.id ?? "", () => nodes().map(({ firstName }) => firstName));
    await remove(server, grace?.id ?? "");
    const key = `Customer:${grace?.id}`;
    await eventually("it is still cached", async () => !(key in (guide.client.cache.extract() as object)) || undefined);
    following.unsubscribe();
    watching.unsubscribe();
    await guide.logOut();
    expect(guide.session.token).toBe("");
    expect(await server.testDatabase.database.prisma.session.count()).toBe(0);
  });

  describe.each<[heading: string, ask: (guide: never, text: string) => Promise<unknown>]>([
    [
      "Apollo Client 4",
      ({ client }: { client: ApolloClient }, text) => client.query({ query: gql(text), fetchPolicy: "no-cache" }),
    ],
    [
      "urql",
      ({ client }: { client: UrqlClient }, text) =>
        client.query(text, {}, { requestPolicy: "network-only" }).toPromise(),
    ],
    ["Relay", ({ network }: { network: RelayNetwork }, text) => askByRelay(network, text)],
  ])("for %s", (heading, ask) => {
    const [first, second] = ["query First { viewer { type } }", "query Second { viewer { type } }"];
    const forHeader = (token: string) => `Bearer ${token}`;
    let sent: (string | undefined)[];
    const listen = ({ headers, method }: IncomingMessage) => {
      if (method === "POST") sent.push(headers.authorization);
    };
    beforeEach(() => {
      sent = [];
      server.app.server.on("request", listen);
    });
    afterEach(() => server.app.server.off("request", listen));

    /** The guide with a token that is older than half of its life. */
    async function withOldToken() {
      const { token } = await givenUserAccount(server);
      const { iat = 0, exp = 0 } = decodeJwt(token);
      const guide = await load<object>(heading);
      const old = await olderToken(token, (exp - iat) / 2 + 60);
      guide.session.token = old;
      return { guide, old, send: (text: string) => ask(guide as never, text) };
    }

    it("renews an old token, once for requests at the same time, and sends the new one", async () => {
      const { guide, old, send } = await withOldToken();
      const { statements } = await server.testDatabase.withStatements(() => Promise.all([send(first), send(second)]));
      expect(statements.filter((sql) => sql.startsWith("UPDATE session SET expires_at"))).toHaveLength(1);
      const { token } = guide.session;
      expect(token).not.toBe(old);
      expect(sessionIdIn(token)).toBe(sessionIdIn(old));
      await send("query Third { viewer { type } }");
      expect(sent).toEqual([forHeader(old), forHeader(old), forHeader(token)]);
      expect(guide.session.token).toBe(token);
    });

    it("does not store a renewed token if the session has changed before the response", async () => {
      const { guide, old, send } = await withOldToken();
      for (const next of ["", "another token"]) {
        guide.session.token = old;
        const response = send(next === "" ? first : second);
        await eventually("nothing was sent", async () => sent.length > 0 || undefined);
        guide.session.token = next;
        await response;
        expect(guide.session.token).toBe(next);
        sent = [];
      }
    });

    it("gets UNAUTHENTICATED for a token that has expired, and keeps it", async () => {
      const { guide, send } = await withOldToken();
      const { iat = 0, exp = 0 } = decodeJwt(guide.session.token);
      const expired = await olderToken(guide.session.token, exp - iat);
      guide.session.token = expired;
      const result = await send(first).catch((error: unknown) => error);
      expect(inspect(result, { depth: 5 })).toContain("code: 'UNAUTHENTICATED'");
      expect([guide.session.token, sent]).toEqual([expired, [forHeader(expired)]]);
    });
  });

  it("for urql reads pages, edits and follows changes", async () => {
    type Page = { edges: { node: Row }[]; pageInfo: { endCursor: string } };
    type Extra = {
      readPage(after?: string): Promise<Page>;
      followCustomers(onChange: (change: { subject: Row | null }) => void): { unsubscribe(): void };
    };
    const guide = await load<Extra>("urql");
    guide.session.token = adminKey;
    const [ada] = await givenThree();
    const page = await guide.readPage();
    const next = await guide.readPage(page.pageInfo.endCursor);
    expect([...page.edges, ...next.edges].map(({ node }) => node.firstName)).toEqual(["Ada", "Grace", "Katherine"]);
    const row = { id: ada?.id ?? "", version: 1 };
    expect(await guide.rename(row, "Augusta")).toMatchObject({ customer: { version: 2 }, userErrors: [] });
    const userErrors = [{ code: "VERSION_CONFLICT", current: { firstName: "Augusta", version: 2 } }];
    expect(await guide.rename(row, "Ada")).toMatchObject({ customer: null, userErrors });
    const seen: unknown[] = [];
    const following = guide.followCustomers(({ subject }) => void seen.push(subject?.firstName));
    await changeUntilSeen(row.id, () => seen);
    following.unsubscribe();
  });

  it("for Relay reads and follows changes, and its operations are valid", async () => {
    const guide = await load<{ network: RelayNetwork; environment: unknown }>("Relay");
    guide.session.token = adminKey;
    const [ada] = await givenThree();
    expect(guide.environment).toBeDefined();
    expect(await askByRelay(guide.network, "query Any { customers { totalCount } }")).toMatchObject({
      data: { customers: { totalCount: 3 } },
    });
    const [text = ""] = blocksOf("Relay", "js");
    const documents = [...text.matchAll(/graphql`(.*?)`/gs)].map(([, document]) => parse(document ?? ""));
    const directives = `
      directive @argumentDefinitions(first: RelayArgument, after: RelayArgument) on FRAGMENT_DEFINITION
      directive @refetchable(queryName: String!) on FRAGMENT_DEFINITION
      directive @connection(key: String!) on FIELD
      input RelayArgument { type: String, defaultValue: Int }`;
    const schema = extendSchema(createSchema(), parse(directives), { assumeValidSDL: true });
    const definitions = documents.flatMap(({ definitions }) => definitions);
    // Relay reads fragments of other files, and declares the variables of a fragment in its query.
    const left = ["NoUnusedFragmentsRule", "NoUndefinedVariablesRule"];
    const rules = specifiedRules.filter(({ name }) => !left.includes(name));
    expect(definitions).toHaveLength(4);
    expect(validate(schema, { kind: Kind.DOCUMENT, definitions }, rules)).toEqual([]);

    const seen: unknown[] = [];
    const following =
      "subscription Any { changes(where: { subjectType: CUSTOMER }) { subject { id ... on Customer { firstName } } } }";
    const next = ({ data }: { data: { changes: { subject: Row | null } } }) =>
      void seen.push(data.changes.subject?.firstName);
    const subscription = guide.network.execute(relayRequest(following, "subscription"), {}, {}).subscribe({ next });
    await changeUntilSeen(ada?.id ?? "", () => seen);
    subscription.unsubscribe();
  });
});
