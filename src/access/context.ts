import type { Deadline } from "../database/cancellation/deadline.js";
import type { Reader } from "../database/fast-reads/reader.js";
import type { RequestConnections } from "../database/limits/connection-limits.js";
import type { ReadSize } from "../database/limits/read-size.js";
import { ReplicaReader, type Replicas } from "../database/replicas/replicas.js";
import type { Precondition, Transactions } from "../database/transactions/transaction.js";
import type { Writer } from "../database/transactions/writer.js";
import type { RequestLogEntry } from "../monitoring/request-log-entry.js";
import type { Caller } from "./auth/caller.js";
import type { MaybeCaller } from "./auth/caller-cache.js";
import { type Authentication, findCachedCaller, findCaller, findCallerUncached } from "./auth/find-caller.js";

/** Pays for a request: its caller, or the address of the client where the caller is not known. */
export interface Payer {
  readonly caller: Caller | null;
  readonly clientAddress: string;
}

/** What a request brings along, and what answers it. */
export interface RequestContext {
  /** Begins transactions, which write and read what is about to be written. */
  readonly db: Transactions;
  readonly reader: Reader;
  /** On connections kept back for logins. */
  readonly reservedReader: Reader;
  readonly writer: Writer;
  /** What operations that write nothing may be read from. */
  readonly replicas?: Replicas | undefined;
  readonly authentication: Authentication;
  /** The header `Authorization`. */
  readonly authorization: string | undefined;
  /** The IP address of whoever sent the request. */
  readonly clientAddress: string;
  readonly requestId: string;
  readonly logEntry: RequestLogEntry;
  /** Until when the request has to be answered; without it, it may take as long as it likes. */
  readonly deadline?: Deadline | undefined;
  /** The connections that it holds; undefined where there is one connection for all. */
  readonly connections?: RequestConnections | undefined;
  /** How much it reads. */
  readonly readSize?: ReadSize | undefined;
  /** What each transaction of the request begins with. */
  readonly precondition?: Precondition | undefined;
  /** Was charged in advance for a refusal. */
  readonly refusalChargedTo?: Payer | undefined;
}

/** What a request costs, and what it may. */
export interface RequestCost {
  readonly requested: number;
  readonly limit: number;
  /** What the caller may still ask for; only where there is a rate limit. */
  readonly remaining?: number | undefined;
}

/** Creates the loaders of one feature. They read as this caller. */
export type CreateLoaders<Loaders> = (reader: Reader, caller: Caller | null) => Loaders;

async function refundNothing(): Promise<void> {}

/** What each operation gets: made for one request and gone with it. */
export class Context implements RequestContext {
  readonly db: Transactions;
  reader: Reader;
  readonly reservedReader: Reader;
  readonly writer: Writer;
  readonly replicas: Replicas | undefined;
  readonly authentication: Authentication;
  readonly authorization: string | undefined;
  readonly clientAddress: string;
  readonly requestId: string;
  readonly logEntry: RequestLogEntry;
  readonly deadline: Deadline | undefined;
  readonly connections: RequestConnections | undefined;
  readonly readSize: ReadSize | undefined;
  readonly precondition: Precondition | undefined;
  refusalChargedTo: Payer | undefined;
  /** Null until it is found out, and in operations that are open to everybody. */
  caller: Caller | null = null;
  /** Undefined until it is known. */
  cost?: RequestCost;
  /** Gives back a part of what the operation was charged for, which it did not do. */
  refund: (cost: number) => Promise<void> = refundNothing;
  // No private name: Apollo gives resolvers a copy of what is made here.
  protected currentLoaders = new Map<CreateLoaders<unknown>, unknown>();

  constructor(request: RequestContext) {
    this.db = request.db;
    this.reader = request.reader;
    this.reservedReader = request.reservedReader;
    this.writer = request.writer;
    this.replicas = request.replicas;
    this.authentication = request.authentication;
    this.authorization = request.authorization;
    this.clientAddress = request.clientAddress;
    this.requestId = request.requestId;
    this.logEntry = request.logEntry;
    this.deadline = request.deadline;
    this.connections = request.connections;
    this.readSize = request.readSize;
    this.precondition = request.precondition;
    this.refusalChargedTo = request.refusalChargedTo;
  }

  /**
   * The loaders of one feature, for example `context.loaders(createCustomerLoaders)`. They are created at their first use in
   * this request, read in batches, and are replaced after each write.
   */
  loaders<Loaders>(create: CreateLoaders<Loaders>): Loaders {
    const known = this.currentLoaders.get(create);
    if (known !== undefined) return known as Loaders;
    const loaders = create(this.reader, this.caller);
    this.currentLoaders.set(create, loaders);
    return loaders;
  }

  /** Who the request says it comes from. */
  findCaller(): MaybeCaller {
    const { trace } = this.logEntry;
    const found = trace
      ? trace.callerLookup(async () => findCaller(this.authentication, this.authorization))
      : findCaller(this.authentication, this.authorization);
    if (found instanceof Promise) return found.then((caller) => caller && this.forThisRequest(caller));
    return found && this.forThisRequest(found);
  }

  /** The same where it is remembered from a moment ago; null otherwise. */
  findCachedCaller(): MaybeCaller {
    return findCachedCaller(this.authentication, this.authorization);
  }

  /** The same at this very moment: what changed in the last one is not overlooked. */
  async findCallerUncached(): Promise<Caller | null> {
    const caller = await findCallerUncached(this.authentication, this.authorization);
    return caller && this.forThisRequest(caller);
  }

  private forThisRequest(caller: Caller): Caller {
    const { type, id, scopes } = caller;
    const { requestId, deadline, connections, precondition } = this;
    // Copying by `...` took a fiftieth of a small request.
    const requestCaller: Required<Caller> = { type, id, scopes, requestId, deadline, connections, precondition };
    return requestCaller;
  }

  /** From here on everything is read as this caller. */
  setCaller(caller: Caller): void {
    this.caller = caller;
    this.logEntry.caller = caller;
    this.connections?.setCaller(caller.id);
    if (this.currentLoaders.size > 0) this.currentLoaders = new Map();
  }

  /** From here on nothing is written: reads may come from a replica. */
  startQuery(): void {
    if (this.replicas === undefined) return;
    this.reader = new ReplicaReader(this.replicas, this.reader, this);
    this.currentLoaders = new Map();
  }

  /** From here on every read fails with this error. */
  failReads(error: unknown): void {
    this.reader = { read: () => Promise.reject(error) };
    this.currentLoaders = new Map();
  }

  /** Forgets what was read, after a write. */
  resetLoaders(): void {
    this.currentLoaders = new Map();
  }
}
