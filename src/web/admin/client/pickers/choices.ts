interface Choice {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/** The query that reads the choices of a field. */
interface ChoicesQuery {
  readonly data?: unknown;
  readonly error?: unknown;
  refetch(): Promise<unknown>;
}

/**
 * Returns the choices. A disabled choice says that they are being loaded, could not be loaded, or that none match. It is needed because
 * screen readers do not announce a list without options.
 */
export function choicesOf({ data, error }: ChoicesQuery, nothingFound: string, choices: readonly Choice[]): Choice[] {
  if (error) return [...choices, note("The choices could not be loaded. Open them again to try again.")];
  if (!data) return [...choices, note("Loading the choices…")];
  return choices.length > 0 ? [...choices] : [note(nothingFound)];
}

/** Returns the function that reads the choices again when they are opened after an error. */
export function retryOf({ error, refetch }: ChoicesQuery): () => void {
  return () => {
    // The choices show the error of this request, too.
    if (error) refetch().catch(() => undefined);
  };
}

/** Its value is not empty, because that is the value of a field in which nothing is chosen. */
function note(label: string): Choice {
  return { value: "no choice", label, disabled: true };
}
