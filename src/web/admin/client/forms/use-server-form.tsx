import { type UseFormReturnType, useForm } from "@mantine/form";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { describeError } from "../api/describe-error.js";
import { describeUserError } from "./describe-user-error.js";
import { incompleteProblem } from "./incomplete-input.js";
import type { Payload, UserError } from "./payload.js";
import { UserErrorText } from "./user-error-text.js";

interface ServerFormOptions<Values extends Record<string, unknown>, Result extends Payload> {
  readonly initialValues: Values;
  /** Sends the values. Returns the payload of the mutation. */
  send(values: Values): Promise<Result | undefined>;
  /** Is called with the payload when the mutation has succeeded. */
  onSaved(payload: Result): void;
  /** Returns the name of the field of a path. Default: the path without the argument `input`, such as `addresses.0.city`. */
  fieldOf?(path: readonly string[]): string;
  /** The address of the list of these objects, such as `/customers`. An error links to the object that has the value already. */
  readonly listPath?: string;
}

/** A form whose values the server checks. */
export interface ServerForm<Values extends Record<string, unknown>> {
  readonly form: UseFormReturnType<Values>;
  /** Messages that belong to no field of the form. */
  readonly problems: readonly string[];
  readonly isSending: boolean;
  /** The properties of the `<form>`. */
  readonly formProps: {
    readonly ref: React.RefObject<HTMLFormElement | null>;
    readonly noValidate: true;
    onSubmit(event: FormEvent): void;
  };
  /** The properties of the input of a field: `<TextInput label="City" {...field("city")} />`. */
  field(name: string): ReturnType<UseFormReturnType<Values>["getInputProps"]>;
}

/**
 * Keeps the values of a form, sends them, and shows each user error at its field. The form keeps the typed values, and the
 * first field with an error gets the focus. If an input with `required` is empty, nothing is sent.
 */
export function useServerForm<Values extends Record<string, unknown>, Result extends Payload>(
  options: ServerFormOptions<Values, Result>,
): ServerForm<Values> {
  const { initialValues, send, onSaved, fieldOf = fieldOfInput, listPath } = options;
  const form = useForm<Values>({ initialValues });
  const ref = useRef<HTMLFormElement>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isSending, setIsSending] = useState(false);
  const failures = useRef(0);

  const show = (atFields: readonly (readonly [field: string, message: ReactNode])[], elsewhere: readonly string[]) => {
    form.setErrors(Object.fromEntries(atFields));
    setProblems(elsewhere);
    failures.current += 1;
  };
  const textOf = (error: UserError) => <UserErrorText error={error} listPath={listPath} />;
  const showUserErrors = (userErrors: readonly UserError[]) => {
    const [atFields, elsewhere] = divide(userErrors, (error) => hasInput(ref.current, fieldOf(error.path)));
    show(
      atFields.map((error) => [fieldOf(error.path), textOf(error)]),
      elsewhere.map(({ message }) => describeUserError(message)),
    );
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    const inputErrors = findInputErrors(ref.current);
    if (inputErrors.length > 0) return show(inputErrors, []);
    setIsSending(true);
    setProblems([]);
    form.clearErrors();
    try {
      const payload = await send(form.getValues());
      if (payload === undefined) throw new Error("The response has no payload.");
      if (payload.userErrors.length > 0) return showUserErrors(payload.userErrors);
      form.resetDirty();
      onSaved(payload);
    } catch (error) {
      show([], [describeError(error)]);
    } finally {
      setIsSending(false);
    }
  };

  // Inputs have the attribute for the error only after they are rendered with it.
  const failure = failures.current;
  useEffect(() => {
    if (failure > 0 && !isSending) focusFirstError(ref.current);
  }, [failure, isSending]);

  return {
    form,
    problems,
    isSending,
    formProps: { ref, noValidate: true, onSubmit: submit },
    field: (name) => form.getInputProps(name),
  };
}

function fieldOfInput(path: readonly string[]): string {
  return (path[0] === "input" ? path.slice(1) : path).join(".");
}

function hasInput(form: HTMLFormElement | null, field: string): boolean {
  return form?.querySelector(`[data-path="${CSS.escape(field)}"]`) != null;
}

/** Returns the required fields that are empty, and those whose date or time is typed only in part, with their messages. */
function findInputErrors(form: HTMLFormElement | null): [field: string, message: string][] {
  const inputs = form?.querySelectorAll<HTMLInputElement>("input[data-path]") ?? [];
  return [...inputs].flatMap((input) => {
    const problem = incompleteProblem(input) ?? missingProblem(input);
    return problem === undefined || input.dataset.path === undefined ? [] : [[input.dataset.path, problem]];
  });
}

/** Returns the problem of an empty required input. Undefined if there is none. */
function missingProblem({ validity }: HTMLInputElement): string | undefined {
  return validity.valueMissing ? "This is required." : undefined;
}

function focusFirstError(form: HTMLFormElement | null): void {
  const target = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problems]');
  target?.focus();
}

function divide<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
