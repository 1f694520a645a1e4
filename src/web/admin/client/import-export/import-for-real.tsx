import { Button } from "@mantine/core";
import { Upload } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { formatCount } from "../format/format.js";
import { useAction } from "../forms/use-action.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { useScopes } from "../viewer/viewer-context.js";
import type { JobRowFragment } from "./jobs.generated.js";
import { keptImport } from "./kept-imports.js";
import { StartImportDocument } from "./start-job.generated.js";

interface ImportForRealProps {
  /** A dry run that has succeeded. */
  readonly job: JobRowFragment;
}

/** Starts the import of a dry run, with the same file and columns. */
export function ImportForReal({ job: { id, processed, failed } }: ImportForRealProps) {
  const navigate = useNavigateFromPage();
  const confirm = useConfirm();
  const mayWrite = useScopes("CUSTOMERS_WRITE");
  const [args] = useState(() => keptImport(id));
  const { run, isRunning } = useAction(StartImportDocument, "The import was started.");
  if (!mayWrite || processed === failed) return null;
  // The dry run was started in another browser, or in another tab with a file without a header.
  if (!args) {
    return (
      <Button component={Link} to="/import-export/import" leftSection={<Upload size={16} aria-hidden />}>
        Choose the file again
      </Button>
    );
  }
  const rows = formatCount(processed - failed, "row", "rows");
  const start = async () => {
    const isConfirmed =
      failed === 0 ||
      (await confirm({
        title: `Import ${rows}?`,
        body: `${formatCount(failed, "row has errors and is", "rows have errors and are")} left out.`,
        action: `Import ${rows}`,
      }));
    if (!isConfirmed) return;
    const payload = await run({ ...args, dryRun: false });
    if (payload?.job) navigate(`/import-export/${payload.job.id}`);
  };
  return (
    <Button loading={isRunning} leftSection={<Upload size={16} aria-hidden />} onClick={start}>
      Import for real
    </Button>
  );
}
