import { waitForCallerCaches } from "../../access/auth/caller-cache.js";
import type { Context } from "../../access/context.js";
import { deleteFailuresOf } from "../../access/throttle/failure-count.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { lockCustomer } from "../customer/customer.lookup.js";
import {
  beginErasure,
  deleteLinkTokens,
  deleteStoredResponses,
  type ErasedPerson,
  eraseFormerEmail,
  eraseHistory,
  eraseOrders,
  eraseRows,
  findEmails,
  lockSamePerson,
} from "./erase.rows.js";
import { eraseInJobs, findNamesInJobs } from "./erase-jobs.rows.js";

/**
 * Erases the personal data of a customer, and of all other customers and orders with the same email. The rows stay, without the
 * data. If the data was erased before, nothing changes.
 * @throws UserErrorsException with NOT_FOUND or INVALID_ID.
 */
export async function eraseCustomer(context: Pick<Context, "db" | "caller"> & Services, id: string) {
  const { db, caller, mailbox } = context;
  const { customer, emails } = await db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    await beginErasure(tx);
    const before = await lockCustomer(tx, id, ["id"], userErrors, {
      caller,
      includeDeleted: true,
      includeErased: true,
    });
    userErrors.throwIfAny();
    if (before === null || before.erasedAt !== null) return { customer: before, emails: [] };
    const { email } = before;
    // Waits for transactions that use such a link, such as the confirmation of a sign-up. The next statement finds their customers.
    await deleteLinkTokens(tx, { ids: [], email });
    const emails = await erasePerson(tx, context, { ids: await lockSamePerson(tx, id, email), email });
    return { customer: await tx.customer.findUniqueOrThrow({ where: { id } }), emails };
  });
  // After the commit: no more mails to these addresses are taken from the outbox, and the files do not depend on a rollback.
  await mailbox.deleteStored(emails);
  await waitForCallerCaches();
  return { customer };
}

type Services = Pick<Context, "mailbox" | "files">;

/** Erases everything that the database has about a person, and returns all emails of the person. */
async function erasePerson(tx: Tx, { mailbox, files }: Services, person: ErasedPerson): Promise<string[]> {
  const now = new Date();
  const ofCustomers = { where: { customerId: { in: [...person.ids] } } };
  const emails = await findEmails(tx, person);
  const names = await findNamesInJobs(tx, person);
  const terms = { ...names, ids: person.ids, emails, externalIds: names.externalIds.map(({ value }) => value) };
  await files.queueErasure(tx, terms);
  await eraseInJobs(tx, terms, names);
  await eraseHistory(tx, person);
  if (person.email !== null) await eraseFormerEmail(tx, person);
  await eraseOrders(tx, person, now);
  await tx.address.deleteMany(ofCustomers);
  await tx.customerPassword.deleteMany(ofCustomers);
  await tx.session.deleteMany(ofCustomers);
  await deleteLinkTokens(tx, person);
  await mailbox.deleteQueued(tx, emails);
  await deleteFailuresOf(tx, emails);
  await deleteStoredResponses(tx);
  await eraseRows(tx, person, now);
  return emails;
}
