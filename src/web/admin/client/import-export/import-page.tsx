import { useState } from "react";
import { formatNumber } from "../format/format.js";
import { Page } from "../layout/page.js";
import { PageCard } from "../layout/page-card.js";
import { FileDrop } from "./file-drop.js";
import { type FilePreview, readPreview } from "./file-preview.js";
import { ImportForm } from "./import-form.js";
import { UnreadableFile } from "./preview-column.js";

/** A file with its begin. Each choice has another number, also if the same file is chosen again. */
interface ChosenFile {
  readonly file: File;
  readonly preview: FilePreview;
  readonly number: number;
}

/** Imports customers from a file. */
export function ImportPage() {
  const [chosen, setChosen] = useState<ChosenFile>();
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const choose = async (file: File) => {
    setProblem(undefined);
    try {
      const preview = await readPreview(file);
      setChosen((former) => ({ file, preview, number: (former?.number ?? 0) + 1 }));
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      setChosen(undefined);
      setProblem(`${file.name}: ${error.message}`);
    }
  };
  return (
    <Page title="Import customers" parent={{ to: "/import-export", label: "Import and export" }}>
      <PageCard title="File">
        <FileDrop
          label={chosen ? "Choose another file" : "Choose a file, or drop it here"}
          description={chosen ? describeFile(chosen.file) : "CSV or JSONL, in UTF-8. One customer in each row."}
          error={problem}
          isFilled={chosen !== undefined}
          isDisabled={isSending}
          onChoose={choose}
        />
      </PageCard>
      {chosen && <ImportForm key={chosen.number} {...chosen} onSending={setIsSending} />}
    </Page>
  );
}

const units = ["B", "kB", "MB", "GB"];

function describeFile({ name, size }: File): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1);
  return `${name} (${formatNumber(Math.round(size / 1000 ** power))} ${units[power]})`;
}
