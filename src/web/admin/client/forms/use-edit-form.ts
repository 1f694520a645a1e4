import { useState } from "react";
import type { Payload, UserError } from "./payload.js";
import { type ServerForm, useServerForm } from "./use-server-form.js";

/** The values of a saved object, and its version. */
export interface Saved<Values> {
  readonly values: Values;
  readonly version: number;
}

/** Somebody else has saved the object meanwhile. */
export interface Conflict<Values> {
  readonly mine: Values;
  readonly theirs: Values;
  /** The fields whose values differ in `mine` and `theirs`. */
  readonly fields: readonly (keyof Values & string)[];
  /** Those of `fields` that only the other person has changed. `mine` has their former values. */
  readonly unchanged: readonly (keyof Values & string)[];
}

interface EditFormOptions<Values extends Record<string, unknown>, Result extends Payload> {
  /** The object when the form was opened. */
  readonly saved: Saved<Values>;
  /** Sends the changed values. */
  send(changes: Partial<Values>, ifVersion: number): Promise<Result | undefined>;
  /** Returns the present state of the object if the payload has a version conflict. */
  presentOf(payload: Result): Saved<Values> | undefined;
  onSaved(payload: Result): void;
  fieldOf?(path: readonly string[]): string;
  readonly listPath?: string;
}

/** A form for an object that others may change meanwhile. */
export interface EditForm<Values extends Record<string, unknown>> extends ServerForm<Values> {
  readonly conflict: Conflict<Values> | undefined;
}

/**
 * A form for an object that others may change meanwhile. It sends only what was changed. On a version conflict, it has both versions:
 * the form keeps what was typed, takes over the other changes, and the person chooses before saving again.
 */
export function useEditForm<Values extends Record<string, unknown>, Result extends Payload>(
  options: EditFormOptions<Values, Result>,
): EditForm<Values> {
  const { saved, send, presentOf, onSaved, fieldOf, listPath } = options;
  const [base, setBase] = useState(saved);
  const [conflict, setConflict] = useState<Conflict<Values>>();
  const [isNewConflict, setIsNewConflict] = useState(false);

  const sendChanges = async (values: Values) => {
    setIsNewConflict(false);
    const payload = await send(changesOf(base.values, values), base.version);
    const present = payload && presentOf(payload);
    if (!present) return payload;
    const fields = namesOf(values).filter((name) => !isSame(values[name], present.values[name]));
    // Both have made the same changes.
    if (fields.length === 0) return send({}, present.version);
    setIsNewConflict(true);
    setBase(present);
    const unchanged = fields.filter((name) => isSame(values[name], base.values[name]));
    setConflict({ mine: values, theirs: present.values, fields, unchanged });
    server.form.setValues({ ...values, ...pick(present.values, unchanged) });
    return payload;
  };
  const server = useServerForm({
    initialValues: saved.values,
    send: sendChanges,
    onSaved,
    ...(fieldOf && { fieldOf }),
    ...(listPath !== undefined && { listPath }),
  });
  // The message of a conflict is for developers. The two versions say more.
  return { ...server, conflict, problems: isNewConflict ? [] : server.problems };
}

/** Returns the present object of a version conflict. Undefined without a conflict, and if the object is deleted. */
export function currentOf<Current>(
  userErrors: readonly (UserError | (UserError & { readonly current: Current | null }))[],
): Current | undefined {
  for (const error of userErrors) if ("current" in error && error.current !== null) return error.current;
  return undefined;
}

/** Returns true if two values of a form are equal. Lists are compared in order. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function changesOf<Values extends Record<string, unknown>>(base: Values, values: Values): Partial<Values> {
  return pick(
    values,
    namesOf(values).filter((name) => !isSame(values[name], base[name])),
  );
}

function pick<Values extends Record<string, unknown>>(
  values: Values,
  names: readonly (keyof Values & string)[],
): Partial<Values> {
  return Object.fromEntries(names.map((name) => [name, values[name]])) as Partial<Values>;
}

function namesOf<Values extends Record<string, unknown>>(values: Values): (keyof Values & string)[] {
  return Object.keys(values);
}
