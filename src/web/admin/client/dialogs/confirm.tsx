import { createContext, type ReactNode, Suspense, useCallback, useContext, useState } from "react";
import { lazyComponent } from "../layout/lazy-component.js";
import type { OpenQuestion, Question } from "./question.js";

type Confirm = (question: Question) => Promise<boolean>;

const ConfirmDialog = lazyComponent(async () => (await import("./confirm-dialog.js")).ConfirmDialog);
const ConfirmContext = createContext<Confirm | undefined>(undefined);

/** Returns a function that asks, and resolves to true if the action is confirmed. */
export function useConfirm(): Confirm {
  const confirm = useContext(ConfirmContext);
  if (!confirm) throw new Error("useConfirm needs a ConfirmProvider.");
  return confirm;
}

interface ConfirmProviderProps {
  readonly children: ReactNode;
}

/** Shows the questions of {@link useConfirm}. The code of the dialog is loaded for the first one. */
export function ConfirmProvider({ children }: ConfirmProviderProps) {
  const [question, setQuestion] = useState<OpenQuestion>();
  const confirm = useCallback<Confirm>(
    (next) =>
      new Promise((resolve) => {
        const answer = (isConfirmed: boolean) => {
          setQuestion(undefined);
          resolve(isConfirmed);
        };
        setQuestion({ ...next, answer });
      }),
    [],
  );
  return (
    <ConfirmContext value={confirm}>
      {children}
      <Suspense>{question && <ConfirmDialog question={question} />}</Suspense>
    </ConfirmContext>
  );
}
