import type { ReactNode } from "react";

/** A question before an action. */
export interface Question {
  readonly title: string;
  /** Says what happens. */
  readonly body: ReactNode;
  /** The label of the button that does it, such as `Delete 3 customers`. */
  readonly action: string;
  /** True if the action destroys something. */
  readonly isDangerous?: boolean;
}

/** A question that is shown. */
export interface OpenQuestion extends Question {
  answer(isConfirmed: boolean): void;
}
