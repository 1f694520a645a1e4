import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { refetchActive } from "../api/refetch-active.js";
import { notifyDone, notifyError, notifyProblem } from "../dialogs/notify.js";
import type { Payload, UserError } from "./payload.js";

interface Action<Result, Variables> {
  /** Runs the mutation. Resolves to its payload, or to undefined if it has failed, which the person is told. */
  run(variables: Variables): Promise<Result | undefined>;
  readonly isRunning: boolean;
}

/**
 * A mutation that is no form. Its result is shown as a notice, and the page reads its data again.
 * @param done says what was done. It is not shown if the mutation has failed.
 * @param showProblems shows the user errors. By default, a notice does.
 */
export function useAction<Data extends Record<string, Payload>, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  done: string | ((payload: Data[keyof Data]) => string),
  showProblems: (userErrors: readonly UserError[]) => void = notifyUserErrors,
): Action<Data[keyof Data], Variables> {
  const client = useApolloClient();
  const [isRunning, setIsRunning] = useState(false);

  const run = async (variables: Variables) => {
    setIsRunning(true);
    try {
      const { data } = await client.mutate<Data, OperationVariables>({
        mutation: mutation as TypedDocumentNode<Data, OperationVariables>,
        variables,
      });
      await refetchActive(client);
      const [payload] = Object.values(data ?? {}) as Data[keyof Data][];
      if (!payload) return undefined;
      if (payload.userErrors.length > 0) {
        showProblems(payload.userErrors);
        return undefined;
      }
      notifyDone(typeof done === "string" ? done : done(payload));
      return payload;
    } catch (error) {
      notifyError(error);
      return undefined;
    } finally {
      setIsRunning(false);
    }
  };
  return { run, isRunning };
}

function notifyUserErrors(userErrors: readonly UserError[]): void {
  notifyProblem([...new Set(userErrors.map(({ message }) => message))].join(" "));
}
