import type { Customer as CustomerRow, PrismaClient } from "../database/generated/client.js";
import { normalEmail } from "../input/normal-text.js";
import { isStorableText } from "../node/ids.js";
import type { CustomerByEmailArgs } from "./customer.args.js";

/** The live customer with an email: the registered one before the guest, or the one asked for; null when there is none. */
export async function findCustomerByEmail(
  db: PrismaClient,
  { email, hasAccount }: CustomerByEmailArgs,
): Promise<CustomerRow | null> {
  if (!isStorableText(email)) return null;
  return db.customer.findFirst({
    where: {
      email: normalEmail(email),
      deletedAt: null,
      ...(hasAccount === null || hasAccount === undefined ? {} : { hasAccount }),
    },
    orderBy: { hasAccount: "desc" },
  });
}
