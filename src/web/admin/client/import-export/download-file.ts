import { createAuthorizedFetch } from "../../../sign-in/client/authorized-fetch.js";
import { saveFile } from "../dialogs/save-file.js";
import { basePath } from "../theme/page-data.js";
import { describeFileProblem } from "./file-problem.js";

// A link could not send the credential. If it is refused, the page says so and stays.
const authorizedFetch = createAuthorizedFetch(() => {});

/**
 * Downloads the result of a job, and has the browser save it.
 * @param path is the `resultPath` of the job.
 * @returns why this has failed, or undefined.
 */
export async function downloadFile(path: string): Promise<string | undefined> {
  try {
    const response = await authorizedFetch(basePath + path);
    if (!response.ok) return describeFileProblem(response.status, await response.text());
    saveFile(await response.blob(), nameOf(response) ?? "customers");
    return undefined;
  } catch (error) {
    // fetch throws a TypeError when the network fails.
    if (error instanceof TypeError) return "The file could not be loaded to its end. Try again in a moment.";
    throw error;
  }
}

function nameOf({ headers }: Response): string | undefined {
  return /filename="([^"]+)"/.exec(headers.get("content-disposition") ?? "")?.[1];
}
