import type { FileHandle } from "node:fs/promises";
import path from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../access/auth/caller.js";
import type { OperationGuard } from "../../execution/operations/operation-guard.js";
import type { FileStore, OpenFile } from "../../files/file-store.js";
import { FileUnavailable } from "../../files/storage/file-errors.js";
import type { StoredFile } from "../../files/storage/stored-file.rows.js";
import { serviceUnavailable } from "../../graphql/errors/request-errors.js";
import { refuse } from "../responses/http-errors.js";
import type { CreateContext } from "../steps/create-context.js";
import { readRange } from "./byte-range.js";

export interface DownloadOptions {
  readonly files: FileStore;
  readonly createContext: CreateContext;
  readonly operationGuard: OperationGuard;
  /** The connection ends after this time in which the client reads nothing. */
  readonly maxIdleMs: number;
  /** Adds the header with a renewed token to the response. */
  readonly renewToken: (caller: Caller, reply: FastifyReply) => Promise<void>;
}

const route = "GET /files/:id";
/** As 10 small operations. */
const cost = 200;

const contentTypes: Readonly<Record<string, string>> = {
  ".csv": "text/csv; charset=utf-8",
  ".jsonl": "application/jsonl; charset=utf-8",
};

/** Returns a handler that sends the result of a job to those who may see the job. */
export function downloadFile({ files, createContext, operationGuard, maxIdleMs, renewToken }: DownloadOptions) {
  return async (request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) => {
    const context = createContext(request);
    const caller = await operationGuard.authorizeRoute(context, { route, scopes: [], cost });
    const file = await openResult(files, request.params.id, caller);
    if (file === null) return refuseUnknown(reply);
    context.logEntry.fileId = file.id;
    try {
      await renewToken(caller, reply);
      context.logEntry.end();
      return sendFile(file, request, reply, maxIdleMs);
    } catch (error) {
      await file.handle.close();
      throw error;
    }
  };
}

/** @returns null if there is no such file for this caller. */
async function openResult(files: FileStore, id: string, caller: Caller): Promise<OpenFile | null> {
  const file = await files.find(id);
  if (file === null || file.purpose !== "RESULT" || !maySee(caller, file)) return null;
  try {
    return await files.open(id);
  } catch (error) {
    if (!(error instanceof FileUnavailable)) throw error;
    if (error.problem === "UNKNOWN" || error.problem === "ERASED") return null;
    throw serviceUnavailable(error.message, error);
  }
}

function maySee({ id, scopes }: Caller, { createdBy }: StoredFile): boolean {
  return id === createdBy || scopes.has("JOBS_MANAGE");
}

function sendFile(file: OpenFile, { method, headers }: FastifyRequest, reply: FastifyReply, maxIdleMs: number) {
  const { id, size, handle } = file;
  const name = file.name ?? id;
  const etag = `"${id}"`;
  reply.headers({
    "content-type": contentTypes[path.extname(name)] ?? "application/octet-stream",
    "content-disposition": `attachment; filename="${name}"`,
    "accept-ranges": "bytes",
    etag,
  });
  // With another version of the file, the whole file is sent. A file never changes.
  const isSameVersion = headers["if-range"] === undefined || headers["if-range"] === etag;
  const range = method === "GET" && isSameVersion ? readRange(headers.range, size) : undefined;
  if (range === null) return refuseRange(reply, file);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== undefined) reply.code(206).header("content-range", `bytes ${start}-${end}/${size}`);
  reply.header("content-length", end - start + 1);
  if (method === "HEAD" || size === 0) return closeAndSend(handle, reply);
  reply.raw.setTimeout(maxIdleMs);
  return reply.send(handle.createReadStream({ start, end, highWaterMark: 262_144 }));
}

async function closeAndSend(handle: FileHandle, reply: FastifyReply) {
  await handle.close();
  return reply.send();
}

async function refuseRange(reply: FastifyReply, { size, handle }: OpenFile) {
  await handle.close();
  reply.removeHeader("content-disposition").header("content-range", `bytes */${size}`);
  return refuse(reply, { status: 416, code: "BAD_REQUEST", message: `The file has ${size} bytes.` });
}

function refuseUnknown(reply: FastifyReply) {
  const message =
    "There is no such file. Results are deleted some days after the end of their job, and if they hold erased data.";
  return refuse(reply, { status: 404, code: "BAD_REQUEST", message });
}
