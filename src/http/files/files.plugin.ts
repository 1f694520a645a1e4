import type { FastifyInstance, FastifyReply, onRequestHookHandler } from "fastify";
import type { Caller } from "../../access/auth/caller.js";
import type { SessionRenewal } from "../../access/session/session-renewal.js";
import type { OperationGuard } from "../../execution/operations/operation-guard.js";
import type { FileStore } from "../../files/file-store.js";
import type { ConcurrencyLimiter } from "../overload/concurrency-limiter.js";
import { refuseOverload } from "../overload/refuse-overload.js";
import type { CreateContext } from "../steps/create-context.js";
import { downloadFile } from "./download-file.js";
import { answerFileError } from "./file-error.js";
import { dropUnreadBody } from "./unread-body.js";
import { uploadFile } from "./upload-file.js";

export interface FileRouteOptions {
  readonly files: FileStore;
  readonly createContext: CreateContext;
  readonly operationGuard: OperationGuard;
  readonly sessionRenewal: SessionRenewal;
  readonly concurrencyLimiter: ConcurrencyLimiter | undefined;
  /** The time in which a client must send or read something. */
  readonly maxIdleMs: number;
  /** Starts the log entry of a request. */
  readonly startLogEntry: onRequestHookHandler;
}

/**
 * Serves files: `POST /files` stores one, `GET /files/<id>` sends the result of a job. Both may take longer than the time limit of a
 * request, and do not count as requests in flight, because they mostly wait for the client.
 */
export async function fileRoutes(app: FastifyInstance, options: FileRouteOptions): Promise<void> {
  const { sessionRenewal, concurrencyLimiter, startLogEntry, maxIdleMs } = options;
  const renewToken = async (caller: Caller, reply: FastifyReply) => {
    const renewed = await sessionRenewal.renew(caller, true);
    if (renewed !== undefined) reply.header("x-renewed-token", renewed);
  };
  const onRequest = concurrencyLimiter ? [startLogEntry, refuseOverload(concurrencyLimiter)] : [startLogEntry];
  app.setErrorHandler(answerFileError);
  // The handler reads the body itself.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _body, done) => done(null));
  app.post(
    "/files",
    { onRequest, onSend: dropUnreadBody, config: { takesAnyBody: true } },
    uploadFile({ ...options, renewToken, maxReceiveMs: maxIdleMs }),
  );
  app.route({
    method: ["GET", "HEAD"],
    url: "/files/:id",
    exposeHeadRoute: false,
    onRequest,
    handler: downloadFile({ ...options, renewToken }),
  });
}
