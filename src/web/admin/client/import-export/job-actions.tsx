import { Button } from "@mantine/core";
import { Ban, Download } from "lucide-react";
import { useState } from "react";
import { useConfirm } from "../dialogs/confirm.js";
import { notifyProblem } from "../dialogs/notify.js";
import { useAction } from "../forms/use-action.js";
import { downloadFile } from "./download-file.js";
import { ImportForReal } from "./import-for-real.js";
import { CancelJobDocument } from "./job.generated.js";
import type { JobRowFragment } from "./jobs.generated.js";

interface JobProps {
  readonly job: JobRowFragment;
}

/** The actions for a job. */
export function JobActions({ job }: JobProps) {
  return (
    <>
      {job.finishedAt === null && <CancelButton job={job} />}
      {job.resultPath !== null && <DownloadButton path={job.resultPath} />}
      {job.dryRun && job.status === "SUCCEEDED" && <ImportForReal job={job} />}
    </>
  );
}

function CancelButton({ job: { id, kind, dryRun } }: JobProps) {
  const confirm = useConfirm();
  const { run, isRunning } = useAction(CancelJobDocument, ({ job }) =>
    job?.status === "CANCELED" ? "The job was cancelled." : "The job had already ended.",
  );
  const writes = kind === "CUSTOMERS_IMPORT" && !dryRun;
  const askAndCancel = async () => {
    const question = {
      title: "Cancel this job?",
      body: writes
        ? "Rows that were already written stay. The other rows are not imported."
        : "It leaves nothing behind.",
      action: "Cancel the job",
      isDangerous: true,
    };
    if (await confirm(question)) await run({ id });
  };
  return (
    <Button variant="default" loading={isRunning} leftSection={<Ban size={16} aria-hidden />} onClick={askAndCancel}>
      Cancel the job
    </Button>
  );
}

interface DownloadButtonProps {
  readonly path: string;
}

function DownloadButton({ path }: DownloadButtonProps) {
  const [isLoading, setIsLoading] = useState(false);
  const download = async () => {
    setIsLoading(true);
    try {
      const problem = await downloadFile(path);
      if (problem !== undefined) notifyProblem(problem);
    } finally {
      setIsLoading(false);
    }
  };
  return (
    <Button loading={isLoading} leftSection={<Download size={16} aria-hidden />} onClick={download}>
      Download the file
    </Button>
  );
}
