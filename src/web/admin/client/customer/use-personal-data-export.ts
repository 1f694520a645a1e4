import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { notifyDone, notifyError, notifyProblem } from "../dialogs/notify.js";
import { saveFile } from "../dialogs/save-file.js";
import { ExportPersonalDataDocument } from "./customer-actions.generated.js";

interface PersonalDataExport {
  /** Reads the personal data of a customer, and saves it as a file. */
  run(id: string): Promise<void>;
  readonly isRunning: boolean;
}

/** The export of the personal data of a customer. The data is not kept in the cache. */
export function usePersonalDataExport(): PersonalDataExport {
  const client = useApolloClient();
  const [isRunning, setIsRunning] = useState(false);
  const run = async (id: string) => {
    setIsRunning(true);
    try {
      const options = { mutation: ExportPersonalDataDocument, variables: { id }, fetchPolicy: "no-cache" } as const;
      const { data: result } = await client.mutate(options);
      if (!result) return;
      const { data, userErrors } = result.customerPersonalDataExport;
      if (data === null) return notifyProblem(userErrors.map(({ message }) => message).join(" "));
      saveFile(
        new Blob([JSON.stringify(data, undefined, 2)], { type: "application/json" }),
        `personal-data-${id}.json`,
      );
      notifyDone("The personal data was exported.");
    } catch (error) {
      notifyError(error);
    } finally {
      setIsRunning(false);
    }
  };
  return { run, isRunning };
}
