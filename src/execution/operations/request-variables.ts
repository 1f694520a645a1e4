import type { getVariableValues } from "graphql";
import type { Variables } from "../../graphql/cost/variable-values.js";

/** The variables of one request to one operation. */
export class RequestVariables {
  readonly sent: Variables;
  /** The same as graphql-js reads them; undefined until the operation has read them. */
  read: ReturnType<typeof getVariableValues> | undefined;

  constructor(sent: Variables) {
    this.sent = sent;
  }
}
