import { useMutation } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ServerForm, useServerForm } from "../forms/use-server-form.js";
import type { RowErrorPolicy } from "../generated/schema.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { useScopes } from "../viewer/viewer-context.js";
import { type ColumnChoice, fieldOf, firstChoices, isTyped, mappingsOf, problemsOf } from "./column-choice.js";
import type { FilePreview } from "./file-preview.js";
import { keepImport } from "./kept-imports.js";
import { StartImportDocument, type StartImportMutation } from "./start-job.generated.js";
import { uploadFile } from "./upload-file.js";

export interface ImportValues extends Record<string, unknown> {
  readonly columns: ColumnChoice[];
  /** Empty: the first of the id, an external id and the email. */
  readonly identifyBy: string;
  readonly onBadRow: RowErrorPolicy;
  readonly dryRun: boolean;
}

type Payload = Pick<StartImportMutation["customersImport"], "job"> & {
  readonly userErrors: readonly { readonly message: string; readonly path: readonly string[] }[];
};

interface ImportState extends ServerForm<ImportValues> {
  /** The part of the file that was sent, from 0 to 1. Undefined while no file is sent. */
  readonly uploaded: number | undefined;
  cancelUpload(): void;
}

/** The form of an import: it sends the file, starts the import, and opens the page of the job. */
export function useImport(file: File, preview: FilePreview): ImportState {
  const navigate = useNavigateFromPage();
  const [start] = useMutation(StartImportDocument);
  const upload = useUpload(file);
  const mayWriteGroups = useScopes("CUSTOMER_GROUPS_WRITE");
  const [firstColumns] = useState(() => firstChoices(preview, mayWriteGroups));
  /** The fields of the mappings that were sent: a user error names the index of a mapping. */
  const sentFields = useRef<readonly string[]>([]);

  const send = async ({ columns, dryRun, ...values }: ImportValues): Promise<Payload | undefined> => {
    const problems = problemsOf(columns);
    sentFields.current = problems.map(({ index }) => inputOf(columns, index));
    if (columns.every((choice) => fieldOf(choice) === "")) {
      return refusal([["Choose the field of at least one column.", "columns"]]);
    }
    if (problems.length > 0) return refusal(problems.map(({ message }, at) => [message, "columns", String(at)]));
    const uploaded = await upload.run();
    if ("problem" in uploaded) return refusal([[uploaded.problem, "fileId"]]);
    const mappings = mappingsOf(preview, columns);
    sentFields.current = mappings.map(({ index }) => inputOf(columns, index));
    const args = {
      fileId: uploaded.fileId,
      format: preview.format,
      columns: mappings.map(({ column, field }) => ({ column, field })),
      identifyBy: values.identifyBy || null,
      onBadRow: values.onBadRow,
    };
    const payload = (await start({ variables: { ...args, dryRun } })).data?.customersImport;
    if (payload?.userErrors.some(({ path }) => path[0] === "fileId")) upload.forget();
    if (payload?.job && dryRun) keepImport(payload.job.id, args, preview);
    return payload;
  };
  const server = useServerForm<ImportValues, Payload>({
    initialValues: { columns: firstColumns, identifyBy: "", onBadRow: "SKIP_BAD_ROWS", dryRun: true },
    send,
    onSaved: ({ job }) => navigate(`/import-export/${job?.id}`),
    fieldOf: ([argument = "", position = "", ...rest]) => {
      if (argument !== "columns") return [argument, position, ...rest].filter(Boolean).join(".");
      return sentFields.current[Number(position)] ?? argument;
    },
  });
  return { ...server, uploaded: upload.share, cancelUpload: upload.cancel };
}

/** Returns the name of the input of a column: that of the text, if its field is typed. */
function inputOf(columns: readonly ColumnChoice[], index: number): string {
  return `columns.${index}.${isTyped(columns[index]) ? "typed" : "kind"}`;
}

/** Returns a payload with errors that need no server. */
function refusal(errors: readonly (readonly [message: string, ...path: string[]])[]): Payload {
  return { job: null, userErrors: errors.map(([message, ...path]) => ({ message, path })) };
}

/** Sends the file once, also if the form is sent again. Leaving the page ends the upload. */
function useUpload(file: File) {
  const [share, setShare] = useState<number>();
  const fileId = useRef<string | undefined>(undefined);
  const controller = useRef<AbortController | undefined>(undefined);
  const cancel = useCallback(() => controller.current?.abort(), []);
  useEffect(() => cancel, [cancel]);
  const run = async () => {
    if (fileId.current !== undefined) return { fileId: fileId.current };
    controller.current = new AbortController();
    setShare(0);
    const result = await uploadFile(file, { signal: controller.current.signal, onProgress: setShare });
    setShare(undefined);
    if ("fileId" in result) fileId.current = result.fileId;
    return result;
  };
  return {
    share,
    run,
    forget: () => {
      fileId.current = undefined;
    },
    cancel,
  };
}
