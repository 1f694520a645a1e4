import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { incompleteProblem } from "../forms/incomplete-input.js";
import { isDay } from "./customer-filters.js";

interface DayInputProps {
  readonly label: string;
  /** The day that is filtered now, such as `2026-11-29`. */
  readonly value: string | undefined;
  /** Is called with each whole day, and with an empty text when the field is emptied. */
  onChange(value: string): void;
}

/**
 * The date field of the browser, which supports keyboards, phones and the local order of day and month. It is uncontrolled: its value is
 * empty while a day is incomplete, and a controlled field would delete the typed part. An incomplete day does not change the filter.
 */
export function DayInput({ label, value, onChange }: DayInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  const [problem, setProblem] = useState<string>();

  // The back button and "Clear the filters" change the value, and the field follows.
  useEffect(() => {
    if (value === sent.current || !input.current) return;
    sent.current = value;
    input.current.value = value ?? "";
    setProblem(undefined);
  }, [value]);

  /** Filters by what is typed. Returns its problem. */
  const read = (typed: HTMLInputElement) => {
    const found = problemOf(typed);
    if (found === undefined && typed.value !== (sent.current ?? "")) {
      sent.current = typed.value || undefined;
      onChange(typed.value);
    }
    return found;
  };
  return (
    <TextInput
      ref={input}
      type="date"
      label={label}
      defaultValue={value ?? ""}
      // Without it, browsers accept years of six digits.
      max="2999-12-31"
      error={problem}
      // While somebody types, each day is first typed in part.
      onChange={(event) => {
        if (read(event.currentTarget) === undefined) setProblem(undefined);
      }}
      // The browser does not tell when the rest of a day is deleted.
      onBlur={(event) => setProblem(read(event.currentTarget))}
    />
  );
}

function problemOf(input: HTMLInputElement): string | undefined {
  const problem = incompleteProblem(input);
  if (problem !== undefined || input.value === "" || isDay(input.value)) return problem;
  return "Type a year from 1000 to 2999.";
}
