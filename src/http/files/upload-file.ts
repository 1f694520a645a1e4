import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../access/auth/caller.js";
import { checkCallerHoldsScopes } from "../../access/auth/check-access.js";
import type { Scope } from "../../access/auth/scope.type.js";
import type { Context } from "../../access/context.js";
import type { OperationGuard } from "../../execution/operations/operation-guard.js";
import type { FileStore } from "../../files/file-store.js";
import { FileTooLarge } from "../../files/storage/file-errors.js";
import type { FileWriter } from "../../files/storage/file-writer.js";
import { unauthenticated } from "../../graphql/errors/request-errors.js";
import { refuse } from "../responses/http-errors.js";
import type { CreateContext } from "../steps/create-context.js";
import { ClientGone, receiveBody } from "./receive-body.js";
import { exemptFromReceiveTime } from "./receiving-sockets.js";
import { UploadTooSlow, UploadWatch } from "./upload-watch.js";

export interface UploadOptions {
  readonly files: FileStore;
  readonly createContext: CreateContext;
  readonly operationGuard: OperationGuard;
  /** The client must send a minimum of bytes in each such period. */
  readonly maxReceiveMs: number;
  /** Adds the header with a renewed token to the response. */
  readonly renewToken: (caller: Caller, reply: FastifyReply) => Promise<void>;
}

const route = "POST /files";
const scopes: readonly Scope[] = ["JOBS_MANAGE", "CUSTOMERS_WRITE"];
/** As 25 small operations: a few statements, and writing to the disk. */
const cost = 500;
const maxUploads = 20;

/** Returns a handler that stores the body of the request as a file, while it arrives. */
export function uploadFile(options: UploadOptions) {
  const { files, createContext, operationGuard } = options;
  let uploads = 0;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const context = createContext(request);
    const caller = await operationGuard.authorizeRoute(context, { route, scopes, cost });
    files.requireAvailable();
    if (isForm(request)) return refuseForm(reply);
    if (Number(request.headers["content-length"]) > files.maxUploadBytes) return refuseSize(reply, files);
    if (uploads >= maxUploads) return refuseMore(reply);
    uploads += 1;
    try {
      const writer = await files.createUpload(caller.id);
      context.logEntry.fileId = writer.id;
      await receiveFile(request, writer, context, options);
      await options.renewToken(caller, reply);
      context.logEntry.end();
      return await reply.code(201).send({ id: writer.id });
    } catch (error) {
      if (error instanceof FileTooLarge) return refuseSize(reply, files);
      if (error instanceof UploadTooSlow) return refuseSlowness(reply);
      if (!(error instanceof ClientGone)) throw error;
      // Nobody reads a response.
      return reply.hijack();
    } finally {
      uploads -= 1;
    }
  };
}

/** Receives a whole file. If this fails, nothing of it remains. */
async function receiveFile(
  request: FastifyRequest,
  writer: FileWriter,
  context: Context,
  { maxReceiveMs }: UploadOptions,
): Promise<void> {
  const watch = new UploadWatch({
    size: () => writer.size,
    periodMs: maxReceiveMs,
    checkCaller: () => checkCaller(context),
  });
  const endExemption = exemptFromReceiveTime(request.raw.socket);
  try {
    await receiveBody(request.raw, writer.stream(), watch.interruption);
    await checkCaller(context);
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    watch.stop();
    endExemption();
  }
  await writer.finish();
}

/** Checks that the session of the caller has not ended, and that no scope was taken away. */
async function checkCaller(context: Context): Promise<void> {
  const caller = await context.findCallerUncached();
  if (caller === null) throw unauthenticated();
  checkCallerHoldsScopes(caller, scopes, route);
}

function isForm({ headers }: FastifyRequest): boolean {
  return /^\s*multipart\//i.test(headers["content-type"] ?? "");
}

function refuseForm(reply: FastifyReply) {
  const message = "The body must be the file itself, not a form: curl --data-binary @customers.csv.";
  return refuse(reply, { status: 415, code: "BAD_REQUEST", message });
}

function refuseSize(reply: FastifyReply, { maxUploadBytes }: FileStore) {
  const { message } = new FileTooLarge(maxUploadBytes);
  return refuse(reply, { status: 413, code: "BAD_REQUEST", message });
}

function refuseSlowness(reply: FastifyReply) {
  const message = "The file arrives too slowly. Send at least 8 KiB a second.";
  return refuse(reply, { status: 408, code: "BAD_REQUEST", message });
}

function refuseMore(reply: FastifyReply) {
  const message = "The server receives too many files. Try again in a moment.";
  return refuse(reply, { status: 503, code: "SERVICE_UNAVAILABLE", message });
}
