import type { PrismaClient } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { NoticeTemplate } from "../../mail/mail.js";
import type { Caller } from "../auth/caller.js";
import type { LinkToken } from "../link-token/link-token.rows.js";
import type { ResetRequest } from "../link-token/reset-link.js";
import type { OwnAccount } from "../login/check-password.js";
import type { MailKind } from "../throttle/mail-throttle.js";

/** An account that the transaction has locked, and that may log in. */
export interface LockedAccount {
  readonly id: string;
  readonly email: string;
  readonly passwordVersion: number;
  /** The caller of the sessions of this account. */
  readonly caller: Caller;
}

/** The accounts of staff or of customers, for new passwords. */
export interface PasswordAccounts<Account extends LockedAccount = LockedAccount> {
  readonly callerType: "USER" | "CUSTOMER";
  /** The kind of mails that the link to a new password is counted with. */
  readonly mailKind: MailKind;
  readonly resetPurpose: ResetRequest["purpose"];
  /** The mail about a new password. */
  readonly changedNotice: NoticeTemplate;
  /** Finds the account that gets a link to a new password. The email is in normal form. Runs one statement. */
  findForReset(tx: Tx, email: string): Promise<ResetRequest["account"]>;
  /** The id of the account of a link. */
  idOfLink(link: LinkToken): string | null;
  /** Reads the password of an account. Null if the account does not exist. */
  readPassword(db: PrismaClient, id: string): Promise<(OwnAccount & { readonly passwordVersion: number }) | null>;
  /** Locks and reads an account. Null if it may not log in. */
  lock(tx: Tx, id: string): Promise<Account | null>;
  /**
   * Sets the password of a locked account. Triggers end all its sessions and links.
   * @param hash the hash of the new password.
   * @param isEmailProven true if the owner has followed a link to the email.
   * @returns the version of the password.
   */
  setPassword(tx: Tx, account: Account, hash: string, isEmailProven: boolean): Promise<number>;
}
