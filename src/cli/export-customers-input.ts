import { coerceInputValue, GraphQLError, type GraphQLSchema } from "graphql";
import { UserErrorsException } from "../graphql/errors/user-error-collector.js";
import { checkFilter } from "../graphql/filters/check-filter.js";
import { withInexactNumbers } from "../graphql/json/exact-json.js";
import type { Json } from "../jobs/job.js";
import { customerCondition } from "../shop/customer/customer.list.js";
import { checkColumns } from "../shop/customer-export/export.service.js";
import { filterToJson, filterTypeOf, toJson } from "../shop/customer-export/export-job.js";
import type { CustomerFilter } from "../shop/filters/customer-filter.input.js";
import { ArgumentError } from "./arguments.js";
import type { ExportArguments } from "./export-customers-arguments.js";

/**
 * Returns the input of an export, with the same rules as `customersExport`.
 * @throws ArgumentError for an invalid filter or search, or unknown columns.
 */
export function readExportInput(args: ExportArguments, schema: GraphQLSchema): Json {
  const { format, search = null, columns = null } = args;
  try {
    const where = args.where === undefined ? null : readFilterText(args.where, schema);
    customerCondition({ where, search });
    checkColumns(columns);
    return toJson({ format, where: filterToJson(where), search, columns });
  } catch (error) {
    if (error instanceof GraphQLError) throw new ArgumentError(error.message, { cause: error });
    if (!(error instanceof UserErrorsException)) throw error;
    const names = error.userErrors.map(({ path, message }) => `${nameOf(path, columns)}: ${message}`);
    throw new ArgumentError(`--columns is wrong. ${names.join(" ")}`, { cause: error });
  }
}

function nameOf([, index]: readonly string[], columns: readonly string[] | null): string {
  return JSON.stringify(columns?.[Number(index)] ?? "");
}

function readFilterText(text: string, schema: GraphQLSchema): CustomerFilter {
  const value = withInexactNumbers(text, parseJson(text));
  const where = coerceInputValue(value, filterTypeOf(schema), (path, _, { message }) => {
    throw new ArgumentError(`--where${path.map((part) => `.${part}`).join("")} is wrong: ${message}`);
  }) as CustomerFilter;
  const parentType = schema.getMutationType();
  if (parentType) checkFilter(where, { fieldName: "customersExport", parentType });
  return where;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ArgumentError(`Expected --where to be JSON, such as {"hasAccount": true}.`, { cause: error });
  }
}
