import { notAcceptable, refuse } from "../responses/http-errors.js";
import { responseMediaType } from "../responses/response-media-type.js";
import type { RequestStep } from "./request-step.js";

/** Refuses a request that accepts no media type of a response. Apollo Server reads `Accept` only after it has run the operation. */
export const negotiateMediaType: RequestStep = async function negotiateMediaType(request, reply, next) {
  if (responseMediaType(request.headers.accept) !== undefined) return next(request, reply);
  refuse(reply, notAcceptable);
  return undefined;
};
