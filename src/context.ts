import { createAddressLoaders } from "./address/address.loaders.js";
import { createApiKeyLoaders } from "./api-key/api-key.loaders.js";
import type { Caller } from "./auth/caller.js";
import { type Authentication, findCaller, findCallerNow } from "./auth/find-caller.js";
import { createCustomerLoaders } from "./customer/customer.loaders.js";
import { createCustomerGroupLoaders } from "./customer-group/customer-group.loaders.js";
import type { Deadline } from "./database/deadline.js";
import type { Prisma, PrismaClient } from "./database/generated/client.js";
import type { Reader } from "./database/reader.js";
import { ReplicaReader, type Replicas } from "./database/replicas.js";
import type { Writer } from "./database/writer.js";
import type { ChangeFilter } from "./history/change.args.js";
import { createChangeLoaders } from "./history/change.loaders.js";
import type { ReadableChange } from "./history/change.type.js";
import type { RequestReport } from "./monitoring/request-report.js";
import { createOrderLoaders } from "./order/order.loaders.js";
import { createPriceListLoaders } from "./price-list/price-list.loaders.js";
import { createUserLoaders } from "./user/user.loaders.js";

/** What a request brings along, and what answers it. */
export interface RequestContext {
  /** Writes, and reads what is about to be written. */
  readonly db: PrismaClient;
  readonly reader: Reader;
  readonly writer: Writer;
  /** What operations that write nothing may be read from. */
  readonly replicas?: Replicas | undefined;
  readonly authentication: Authentication;
  /** The header `Authorization`. */
  readonly authorization: string | undefined;
  /** The IP address of whoever sent the request. */
  readonly clientAddress: string;
  readonly requestId: string;
  readonly report: RequestReport;
  /** Until when the request has to be answered; without it, it may take as long as it likes. */
  readonly deadline?: Deadline | undefined;
  /** What each transaction of the request begins with. */
  readonly claim?: Prisma.Sql | undefined;
}

/** What a request costs, and what it may. */
export interface RequestCost {
  readonly requested: number;
  readonly limit: number;
  /** What the caller may still ask for; only where there is a rate limit. */
  readonly remaining?: number | undefined;
}

/** What each operation gets: made for one request and gone with it. */
export class Context implements RequestContext {
  readonly db: PrismaClient;
  reader: Reader;
  readonly writer: Writer;
  readonly replicas: Replicas | undefined;
  readonly authentication: Authentication;
  readonly authorization: string | undefined;
  readonly clientAddress: string;
  readonly requestId: string;
  readonly report: RequestReport;
  readonly deadline: Deadline | undefined;
  readonly claim: Prisma.Sql | undefined;
  /** Null until it is found out, and in operations that are open to everybody. */
  caller: Caller | null = null;
  /** Undefined until it is known. */
  cost?: RequestCost;
  // No private name: Apollo gives resolvers a copy of what is made here.
  protected currentLoaders: Loaders | undefined;

  constructor(request: RequestContext) {
    this.db = request.db;
    this.reader = request.reader;
    this.writer = request.writer;
    this.replicas = request.replicas;
    this.authentication = request.authentication;
    this.authorization = request.authorization;
    this.clientAddress = request.clientAddress;
    this.requestId = request.requestId;
    this.report = request.report;
    this.deadline = request.deadline;
    this.claim = request.claim;
  }

  /** Everything that reads in batches. Belongs to this request alone and never outlives a write. */
  get loaders(): Loaders {
    this.currentLoaders ??= createLoaders(this.reader, this.caller);
    return this.currentLoaders;
  }

  /** Who the request says it comes from. */
  async findCaller(): Promise<Caller | null> {
    const find = () => findCaller(this, this.authorization);
    const caller = await (this.report.trace?.callerLookup(find) ?? find());
    return caller && this.actingIn(caller);
  }

  /** The same at this very moment: what changed in the last one is not overlooked. */
  async findCallerNow(): Promise<Caller | null> {
    const caller = await findCallerNow(this, this.authorization);
    return caller && this.actingIn(caller);
  }

  private actingIn(caller: Caller): Caller {
    return { ...caller, requestId: this.requestId, deadline: this.deadline, claim: this.claim };
  }

  /** From here on everything is read as this caller. */
  setCaller(caller: Caller): void {
    this.caller = caller;
    this.report.caller = caller;
    this.currentLoaders = undefined;
  }

  /** From here on nothing is written: reads may come from a replica. */
  startQuery(): void {
    if (this.replicas === undefined) return;
    this.reader = new ReplicaReader(this.replicas, this.reader, this.deadline);
    this.currentLoaders = undefined;
  }

  /** Forgets what was read, after a write. */
  resetLoaders(): void {
    this.currentLoaders = undefined;
  }
}

/** What a subscription gets: made for one subscription and gone with it. */
export interface SubscriptionContext extends Context {
  /** The changes committed from now on that match, as long as the caller may read them. */
  followChanges(where: ChangeFilter | null | undefined): Promise<AsyncIterableIterator<ReadableChange>>;
  /** Forgets what was read for changes of another moment; those of one bulk write share theirs. */
  turnTo(change: ReadableChange): void;
}

export type Loaders = ReturnType<typeof createLoaders>;

/** A fresh set of loaders, with nothing read. */
function createLoaders(reader: Reader, caller: Caller | null) {
  return joined(
    createCustomerLoaders(reader, caller),
    createAddressLoaders(reader, caller),
    createCustomerGroupLoaders(reader),
    createPriceListLoaders(reader),
    createOrderLoaders(reader, caller),
    createUserLoaders(reader),
    createApiKeyLoaders(reader),
    createChangeLoaders(reader),
  );
}

type Joined<Parts extends readonly unknown[]> = Parts extends readonly [infer First, ...infer Rest]
  ? First & Joined<Rest>
  : unknown;

/** One object of all parts. Spreading as many takes V8 twenty times as long, which is more than a query takes. */
function joined<Parts extends readonly object[]>(...parts: Parts): Joined<Parts> {
  return Object.assign({}, ...parts);
}
