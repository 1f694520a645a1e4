import { customerIdOf } from "../../access/auth/caller.js";
import type { Context } from "../../access/context.js";
import { checkId } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { fieldChangesOf } from "../history/field-changes.js";
import { type ExportedList, type ExportedRow, readPersonalData } from "./export.queries.js";

/**
 * Returns everything about a customer as one JSON object. Members of staff appear by their type only.
 * @throws UserErrorsException with NOT_FOUND or INVALID_ID; QUERY_TOO_COMPLEX if it is larger than a response may be.
 */
export async function exportPersonalData({ db, caller }: Pick<Context, "db" | "caller">, id: string) {
  const userErrors = new UserErrorCollector();
  const isReachable = checkId("Customer", id, ["id"], userErrors) && [null, id].includes(customerIdOf(caller));
  const rows = isReachable ? await readPersonalData(db, id) : [];
  const customer = rows.find(({ part }) => part === "customer")?.data;
  if (customer === undefined && userErrors.isEmpty) userErrors.addNotFound(["id"], [id], "Customer");
  userErrors.throwIfAny();
  const listOf = (list: ExportedList) => rows.filter(({ part }) => part === list).map(({ data }) => data);
  const data = {
    customer,
    addresses: listOf("addresses"),
    groups: listOf("groups"),
    orders: listOf("orders"),
    // The server stores no consents.
    consents: [],
    sessions: listOf("sessions"),
    history: listOf("history").map(formatChange),
  };
  return { data };
}

/** Names the fields as the API does, and leaves out the id of the member of staff who created the customer. */
function formatChange(change: ExportedRow["data"]) {
  return { ...change, fields: fieldChangesOf(change.fields).filter(({ name }) => name !== "createdBy") };
}
