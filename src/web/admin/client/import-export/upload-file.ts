import { authorizationOf, readCredential, renewCredential } from "../../../sign-in/client/credential.js";
import { basePath } from "../theme/page-data.js";
import { describeFileProblem } from "./file-problem.js";

/** The id of a stored file, or why it was not stored. */
export type UploadResult = { readonly fileId: string } | { readonly problem: string };

interface UploadOptions {
  /** Ends the upload. */
  readonly signal: AbortSignal;
  /** Is called with the part that has been sent, from 0 to 1. */
  onProgress(share: number): void;
}

/** Sends a file to the server. `fetch` cannot tell how much of it has been sent. */
export function uploadFile(file: File, { signal, onProgress }: UploadOptions): Promise<UploadResult> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const credential = readCredential() ?? "";
    request.open("POST", `${basePath}/files`);
    request.setRequestHeader("authorization", authorizationOf(credential));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener("load", () => {
      const renewed = request.getResponseHeader("x-renewed-token");
      if (renewed) renewCredential(credential, renewed);
      resolve(resultOf(request));
    });
    request.addEventListener("error", () => resolve({ problem: brokenOff }));
    request.addEventListener("abort", () => resolve({ problem: "The upload was cancelled." }));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

const brokenOff =
  "The file could not be sent to its end. It may be too large, or it has changed since you chose it: then choose it again.";

function resultOf({ status, responseText }: XMLHttpRequest): UploadResult {
  if (status !== 201) return { problem: describeFileProblem(status, responseText) };
  const { id } = JSON.parse(responseText) as { readonly id: string };
  return { fileId: id };
}
