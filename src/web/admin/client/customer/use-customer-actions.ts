import { Eraser, FileDown, KeyRound, type LucideIcon, Trash2 } from "lucide-react";
import { useConfirm } from "../dialogs/confirm.js";
import type { Question } from "../dialogs/question.js";
import { personName } from "../format/person-name.js";
import { useAction } from "../forms/use-action.js";
import { useScopes } from "../viewer/viewer-context.js";
import type { CustomerDetailsFragment } from "./customer.generated.js";
import {
  DeleteCustomerDocument,
  EraseCustomerDocument,
  SendPasswordResetDocument,
} from "./customer-actions.generated.js";
import { deleteQuestion, eraseQuestion, exportQuestion, passwordResetQuestion } from "./customer-questions.js";
import { usePersonalDataExport } from "./use-personal-data-export.js";

/** An entry of the menu. */
export interface CustomerAction {
  readonly label: string;
  readonly Icon: LucideIcon;
  /** Asks, and does it after a yes. */
  start(): Promise<void>;
}

/** Returns what the viewer may do with a customer after a question. */
export function useCustomerActions(customer: CustomerDetailsFragment) {
  const { id, email, hasAccount, deletedAt, erasedAt } = customer;
  const mayWrite = useScopes("CUSTOMERS_WRITE") && deletedAt === null;
  const mayManageData = useScopes("PERSONAL_DATA_MANAGE");
  const confirm = useConfirm();
  const remove = useAction(DeleteCustomerDocument, "The customer was deleted.");
  const erase = useAction(EraseCustomerDocument, "The personal data was erased.");
  const sendReset = useAction(SendPasswordResetDocument, "The mail is on its way.");
  const exportData = usePersonalDataExport();

  const name = personName(customer);
  const action = (label: string, Icon: LucideIcon, question: Question, run: () => unknown): CustomerAction => ({
    label,
    Icon,
    start: async () => {
      if (await confirm(question)) await run();
    },
  });
  const actions: CustomerAction[] = [];
  if (mayWrite && hasAccount && email !== null) {
    const send = () => sendReset.run({ email });
    actions.push(action("Send a password reset mail", KeyRound, passwordResetQuestion(email), send));
  }
  if (mayManageData) {
    actions.push(action("Export personal data", FileDown, exportQuestion(name), () => exportData.run(id)));
  }
  if (mayWrite) actions.push(action("Delete", Trash2, deleteQuestion(name), () => remove.run({ id })));
  if (mayManageData && erasedAt === null) {
    actions.push(action("Erase personal data", Eraser, eraseQuestion(name), () => erase.run({ id })));
  }
  return { actions, isRunning: [remove, erase, sendReset, exportData].some(({ isRunning }) => isRunning) };
}
