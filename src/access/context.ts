import type { Deadline } from "../database/cancellation/deadline.js";
import type { Reader } from "../database/fast-reads/reader.js";
import type { RequestDatabase } from "../database/request-database.js";
import type { FileStore } from "../files/file-store.js";
import type { JobQueue } from "../jobs/job-queue.js";
import type { Mailbox } from "../mail/mailbox.js";
import type { RequestLogEntry } from "../monitoring/request-log-entry.js";
import type { Caller } from "./auth/caller.js";
import type { MaybeCaller } from "./auth/caller-cache.js";
import { type Authentication, findCachedCaller, findCaller, findCallerUncached } from "./auth/find-caller.js";

/** The caller whose rate limit a request uses, or the address of the client if the caller is unknown. */
export interface Payer {
  readonly caller: Caller | null;
  readonly clientAddress: string;
}

/** The data of a request, and the services that answer it. */
export interface RequestContext {
  /** All reads and writes of the request go through it. */
  readonly db: RequestDatabase;
  readonly authentication: Authentication;
  /** Takes the mails that mutations send. */
  readonly mailbox: Mailbox;
  /** Stores the files of imports and exports. */
  readonly files: FileStore;
  /** Takes the jobs that mutations start. */
  readonly jobs: JobQueue;
  /** The header `Authorization`. */
  readonly authorization: string | undefined;
  /** The IP address of the client. */
  readonly clientAddress: string;
  /** The header `User-Agent`. */
  readonly userAgent?: string | undefined;
  readonly requestId: string;
  readonly logEntry: RequestLogEntry;
  /** The time limit of the request; unlimited if undefined. */
  readonly deadline?: Deadline | undefined;
  /** Is called when the caller is set. */
  readonly onCaller?: ((caller: Caller) => void) | undefined;
  /** Was charged in advance for a refusal. */
  readonly refusalChargedTo?: Payer | undefined;
}

/** The cost of a request, and its limit. */
export interface RequestCost {
  readonly requested: number;
  readonly limit: number;
  /** The cost that the rate limit still allows; only if there is a rate limit. */
  readonly remaining?: number | undefined;
}

/** Creates the loaders of one feature. They read with the access of this caller. */
export type CreateLoaders<Loaders> = (reader: Reader, caller: Caller | null) => Loaders;

async function refundNothing(): Promise<void> {}

/** The GraphQL context. Each request gets its own. */
export class Context implements RequestContext {
  readonly db: RequestDatabase;
  readonly authentication: Authentication;
  readonly mailbox: Mailbox;
  readonly files: FileStore;
  readonly jobs: JobQueue;
  readonly authorization: string | undefined;
  readonly clientAddress: string;
  readonly userAgent: string | undefined;
  readonly requestId: string;
  readonly logEntry: RequestLogEntry;
  readonly deadline: Deadline | undefined;
  readonly onCaller: ((caller: Caller) => void) | undefined;
  refusalChargedTo: Payer | undefined;
  /** Null before authentication, and in operations that require no authentication. */
  caller: Caller | null = null;
  /** True if reading the variables takes tens of milliseconds. Work with them is divided by pauses. */
  hasManyValues = false;
  /** Undefined before the cost is computed. */
  cost?: RequestCost;
  /** Refunds a part of the cost for work that the operation did not do. */
  refund: (cost: number) => Promise<void> = refundNothing;
  // Not a #private field: Apollo passes a copy of this object to resolvers.
  protected currentLoaders = new Map<CreateLoaders<unknown>, unknown>();

  constructor(request: RequestContext) {
    this.db = request.db;
    this.authentication = request.authentication;
    this.mailbox = request.mailbox;
    this.files = request.files;
    this.jobs = request.jobs;
    this.authorization = request.authorization;
    this.clientAddress = request.clientAddress;
    this.userAgent = request.userAgent;
    this.requestId = request.requestId;
    this.logEntry = request.logEntry;
    this.deadline = request.deadline;
    this.onCaller = request.onCaller;
    this.refusalChargedTo = request.refusalChargedTo;
  }

  /**
   * The loaders of one feature, for example `context.loaders(createCustomerLoaders)`. They are created at their first use in
   * the request, read in batches, and are replaced after each write.
   */
  loaders<Loaders>(create: CreateLoaders<Loaders>): Loaders {
    const known = this.currentLoaders.get(create);
    if (known !== undefined) return known as Loaders;
    const loaders = create(this.db, this.caller);
    this.currentLoaders.set(create, loaders);
    return loaders;
  }

  /** Authenticates the request. */
  findCaller(): MaybeCaller {
    const { trace } = this.logEntry;
    return trace
      ? trace.callerLookup(async () => findCaller(this.authentication, this.authorization))
      : findCaller(this.authentication, this.authorization);
  }

  /** The caller of the request if it is cached, otherwise null. */
  findCachedCaller(): MaybeCaller {
    return findCachedCaller(this.authentication, this.authorization);
  }

  /** Authenticates the request without the cache, so that the most recent changes count. */
  async findCallerUncached(): Promise<Caller | null> {
    return findCallerUncached(this.authentication, this.authorization);
  }

  /** Sets the caller. All further reads have the access of this caller. */
  setCaller(caller: Caller): void {
    this.caller = caller;
    this.logEntry.caller = caller;
    this.onCaller?.(caller);
    this.db.setCaller(caller.id);
    if (this.currentLoaders.size > 0) this.currentLoaders = new Map();
  }

  /** Makes all further reads fail with this error. */
  failReads(error: unknown): void {
    this.db.failReads(error);
    this.currentLoaders = new Map();
  }

  /** Drops the cached rows of all loaders, after a write. The loaders of `kept` keep theirs. */
  resetLoaders(kept?: CreateLoaders<unknown>): void {
    const loaders = kept && this.currentLoaders.get(kept);
    this.currentLoaders = new Map(kept && loaders ? [[kept, loaders]] : []);
  }
}
