/** A column of a file, with its values in the first rows. */
export interface PreviewColumn {
  /** Empty if the column has no name. */
  readonly name: string;
  readonly values: readonly string[];
}

/** The begin of a text. */
export interface TextStart {
  readonly text: string;
  /** True if the text is the whole file. */
  readonly isWhole: boolean;
}

/** The number of rows that a preview shows. */
export const previewRows = 3;

/** The file cannot be imported. The message says why, and what can be done. */
export class UnreadableFile extends Error {
  override name = "UnreadableFile";
}
