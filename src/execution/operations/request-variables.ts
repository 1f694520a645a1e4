import type { CoercedVariables } from "../../access/auth/requirements.js";
import type { Variables } from "../../graphql/cost/variable-values.js";

/** The variables of one request to one operation. */
export class RequestVariables {
  readonly sent: Variables;
  /** The result of coercing them with graphql-js. Undefined before the operation has coerced them. */
  coercion: CoercedVariables | undefined;

  constructor(sent: Variables) {
    this.sent = sent;
  }
}
