import { givenCustomer } from "../customer/customer.steps.js";
import type { CustomerCreateInput, UserCreateInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { givenUser, password } from "../user/user.steps.js";
import { logInCustomer, logInUser } from "./login.operations.js";

/** Creates a member of staff and logs them in. */
export async function givenUserSession(server: TestServer, input: Partial<UserCreateInput> = {}) {
  const user = await givenUser(server, input);
  const { login } = await server.as(null).run(logInUser, { email: user.email, password: input.password ?? password });
  if (!login.token) throw new Error(`The login was refused: ${inShort(login.userErrors)}`);
  return { user, token: login.token };
}

/** Creates a registered customer and logs them in. */
export async function givenCustomerSession(server: TestServer, input: CustomerCreateInput = {}) {
  const email = input.email ?? "ada@example.com";
  const customer = await givenCustomer(server, { email, password, ...input });
  const { customerLogin } = await server.as(null).run(logInCustomer, { email, password: input.password ?? password });
  if (!customerLogin.token) throw new Error(`The login was refused: ${inShort(customerLogin.userErrors)}`);
  return { customer, token: customerLogin.token };
}
