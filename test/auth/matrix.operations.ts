import type { Scope } from "../../src/access/auth/scope.type.js";
import { rome } from "../address/address.steps.js";
import { password } from "../user/user.steps.js";
import type { Subjects } from "./callers.js";

/*
 * The access matrix. It is written by hand from the description of the behavior, not from the decorators, so that it tests
 * them.
 */

/** The expected result for a customer. */
export type CustomerAnswer = "DATA" | "NULL" | "NOT_FOUND" | "FORBIDDEN";

/** One operation and the callers who may run it. */
export interface MatrixOperation {
  readonly query: string;
  readonly variables?: (subjects: Subjects) => Record<string, unknown>;
  /** The scopes that a user or an API key needs. Undefined for operations that are open to all, also without a valid credential. */
  readonly needs: readonly Scope[] | "NOTHING";
  /** True if API keys get FORBIDDEN. */
  readonly isForPeople?: boolean;
  /** True if members of staff and API keys get FORBIDDEN. */
  readonly isForCustomers?: boolean;
  /**
   * The code of the user error that callers with access get. SERVICE_UNAVAILABLE for operations with files, because the server of
   * the test stores none: its statements are counted, and it would look for old files. Undefined if the operation succeeds.
   */
  readonly outcome?: string;
  /** The expected results for a customer on their own data and on others' data. FORBIDDEN by default. */
  readonly customer?: readonly [own: CustomerAnswer, others: CustomerAnswer];
}

const byCustomer = ({ customer }: Subjects) => ({ id: customer });
const byAddress = ({ address }: Subjects) => ({ id: address });
const byGroup = ({ group }: Subjects) => ({ id: group });
const byUser = ({ user }: Subjects) => ({ id: user });
const byApiKey = ({ apiKey }: Subjects) => ({ id: apiKey });
const byBoth = ({ customer, address }: Subjects) => ({ customerId: customer, id: address });
const byOrder = ({ order }: Subjects) => ({ id: order });
const byPriceList = ({ priceList }: Subjects) => ({ id: priceList });
const byRegion = ({ region }: Subjects) => ({ id: region });
const byJob = ({ job }: Subjects) => ({ id: job });
const byMember = ({ group, customer }: Subjects) => ({ id: group, customerId: customer });

const node = "query ($id: ID!) { node(id: $id) { __typename id } }";
const nodes = "query ($id: ID!) { nodes(ids: [$id]) { __typename id } }";
/** As a gateway sends it. */
const entity = (typeName: string) =>
  `query ($id: ID!) { _entities(representations: [{ __typename: "${typeName}", id: $id }]) { __typename ... on ${typeName} { id } } }`;
const update = (input: string) =>
  `mutation ($id: ID!) { customerUpdate(id: $id, input: {${input}}) { customer { id email } userErrors { code } } }`;
const logIn = (field: string) =>
  `mutation ($email: String!) { ${field}(email: $email, password: "${password}") { viewer { type } userErrors { code } } }`;

/** Every root field, alone and, after a comma, with a selection that needs more scopes. */
export const matrix: Record<string, MatrixOperation> = {
  "_entities, a customer": {
    query: entity("Customer"),
    variables: byCustomer,
    needs: ["CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "_entities, an address": {
    query: entity("Address"),
    variables: byAddress,
    needs: ["CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "_entities, a group": { query: entity("CustomerGroup"), variables: byGroup, needs: ["CUSTOMER_GROUPS_READ"] },
  "_entities, a user": { query: entity("User"), variables: byUser, needs: ["USERS_MANAGE"] },
  "_entities, an API key": { query: entity("ApiKey"), variables: byApiKey, needs: ["API_KEYS_MANAGE"] },
  "_entities, a price list": { query: entity("PriceList"), variables: byPriceList, needs: ["PRICE_LISTS_READ"] },
  "_entities, an order": {
    query: entity("Order"),
    variables: byOrder,
    needs: ["ORDERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "_entities, a change": {
    query: entity("Change"),
    variables: ({ change }) => ({ id: change }),
    needs: ["HISTORY_READ"],
  },
  "_entities, a region": { query: entity("Region"), variables: byRegion, needs: [], customer: ["DATA", "DATA"] },
  "_entities, a job": { query: entity("Job"), variables: byJob, needs: [] },
  "_entities, groups of a customer": {
    query:
      'query ($id: ID!) { _entities(representations: [{ __typename: "Customer", id: $id }]) { ... on Customer { groups { totalCount } } } }',
    variables: byCustomer,
    needs: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"],
  },
  _service: { query: "{ _service { sdl } }", needs: "NOTHING" },
  address: {
    query: "query ($id: ID!) { address(id: $id) { id city } }",
    variables: byAddress,
    needs: ["CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "address, its customer": {
    query: "query ($id: ID!) { address(id: $id) { customer { email } } }",
    variables: byAddress,
    needs: ["CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  addresses: { query: "{ addresses { totalCount nodes { city } } }", needs: ["CUSTOMERS_READ"] },
  "addresses, their customers": {
    query: "{ addresses { nodes { customer { email } } } }",
    needs: ["CUSTOMERS_READ"],
  },
  apiKeys: { query: "{ apiKeys { totalCount } }", needs: ["API_KEYS_MANAGE"] },
  changes: { query: "{ changes(first: 1) { nodes { id } } }", needs: ["HISTORY_READ"] },
  countries: { query: "{ countries { iso2 } }", needs: [], customer: ["DATA", "DATA"] },
  country: { query: '{ country(code: "it") { iso2 } }', needs: [], customer: ["DATA", "DATA"] },
  customer: {
    query: "query ($id: ID!) { customer(id: $id) { id email metadata } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "customer, its addresses": {
    query: "query ($id: ID!) { customer(id: $id) { addresses { totalCount } defaultShippingAddress { id } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "customer, who created it": {
    query: "query ($id: ID!) { customer(id: $id) { createdBy } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ"],
  },
  "customer, its groups": {
    query: "query ($id: ID!) { customer(id: $id) { groups { totalCount } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"],
  },
  "customer, its history": {
    query: "query ($id: ID!) { customer(id: $id) { history { nodes { id } } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ", "HISTORY_READ"],
  },
  "customer, its orders": {
    query: "query ($id: ID!) { customer(id: $id) { orders { totalCount } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ", "ORDERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "customer, its price lists": {
    query:
      "query ($id: ID!) { customer(id: $id) { priceLists { totalCount nodes { title prices { nodes { amount } } } } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ", "PRICE_LISTS_READ"],
    customer: ["DATA", "NULL"],
  },
  "customer, the metadata of its price lists": {
    query: "query ($id: ID!) { customer(id: $id) { priceLists { nodes { metadata } } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ", "PRICE_LISTS_READ"],
  },
  customerByEmail: {
    query: "query ($email: String!) { customerByEmail(email: $email) { id } }",
    variables: ({ email }) => ({ email }),
    needs: ["CUSTOMERS_READ"],
  },
  "customer, its external ids": {
    query: "query ($id: ID!) { customer(id: $id) { externalIds { system value } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  customerByExternalId: {
    query: 'query ($email: String!) { customerByExternalId(system: "erp", value: $email) { id } }',
    variables: ({ email }) => ({ email }),
    needs: ["CUSTOMERS_READ"],
  },
  customerGroup: {
    query: "query ($id: ID!) { customerGroup(id: $id) { name } }",
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_READ"],
  },
  "customerGroup, its customers": {
    query: "query ($id: ID!) { customerGroup(id: $id) { customers { totalCount } } }",
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_READ", "CUSTOMERS_READ"],
  },
  "customerGroup, its history": {
    query: "query ($id: ID!) { customerGroup(id: $id) { history { nodes { id } } } }",
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_READ", "HISTORY_READ"],
  },
  "customerGroup, its price lists": {
    query: "query ($id: ID!) { customerGroup(id: $id) { priceLists { totalCount } } }",
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_READ", "PRICE_LISTS_READ"],
  },
  customerGroups: { query: "{ customerGroups { totalCount } }", needs: ["CUSTOMER_GROUPS_READ"] },
  "customerGroups, by customers": {
    query: "query ($id: ID!) { customerGroups(where: {customers: {some: {id: {eq: $id}}}}) { totalCount } }",
    variables: byCustomer,
    needs: ["CUSTOMER_GROUPS_READ", "CUSTOMERS_READ"],
  },
  customerStatistics: {
    query: "{ customerStatistics { total created { count } byCountry { count } } }",
    needs: ["CUSTOMERS_READ"],
  },
  "customerStatistics, by group": {
    query: "{ customerStatistics { byGroup { count } } }",
    needs: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"],
  },
  customers: { query: "{ customers { totalCount } }", needs: ["CUSTOMERS_READ"] },
  "customers, by groups": {
    query: "query ($id: ID!) { customers(where: {groups: {some: {id: {eq: $id}}}}) { totalCount } }",
    variables: byGroup,
    needs: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"],
  },
  "customers, by orders": {
    query: "query ($id: ID!) { customers(where: {orders: {some: {id: {eq: $id}}}}) { totalCount } }",
    variables: byOrder,
    needs: ["CUSTOMERS_READ", "ORDERS_READ"],
  },
  "node, a customer": { query: node, variables: byCustomer, needs: ["CUSTOMERS_READ"], customer: ["DATA", "NULL"] },
  "node, an address": { query: node, variables: byAddress, needs: ["CUSTOMERS_READ"], customer: ["DATA", "NULL"] },
  "node, a group": { query: node, variables: byGroup, needs: ["CUSTOMER_GROUPS_READ"] },
  "node, a user": { query: node, variables: byUser, needs: ["USERS_MANAGE"] },
  "node, an API key": { query: node, variables: byApiKey, needs: ["API_KEYS_MANAGE"] },
  "nodes, a customer": { query: nodes, variables: byCustomer, needs: ["CUSTOMERS_READ"], customer: ["DATA", "NULL"] },
  "nodes, an address": { query: nodes, variables: byAddress, needs: ["CUSTOMERS_READ"], customer: ["DATA", "NULL"] },
  "nodes, a group": { query: nodes, variables: byGroup, needs: ["CUSTOMER_GROUPS_READ"] },
  "nodes, a user": { query: nodes, variables: byUser, needs: ["USERS_MANAGE"] },
  "nodes, an API key": { query: nodes, variables: byApiKey, needs: ["API_KEYS_MANAGE"] },
  "node, a price list": { query: node, variables: byPriceList, needs: ["PRICE_LISTS_READ"] },
  "node, an order": { query: node, variables: byOrder, needs: ["ORDERS_READ"], customer: ["DATA", "NULL"] },
  "node, a change": { query: node, variables: ({ change }) => ({ id: change }), needs: ["HISTORY_READ"] },
  order: {
    query: "query ($id: ID!) { order(id: $id) { total } }",
    variables: byOrder,
    needs: ["ORDERS_READ"],
    customer: ["DATA", "NULL"],
  },
  "order, its customer": {
    query: "query ($id: ID!) { order(id: $id) { customer { email } } }",
    variables: byOrder,
    needs: ["ORDERS_READ", "CUSTOMERS_READ"],
    customer: ["DATA", "NULL"],
  },
  orders: { query: "{ orders { totalCount } }", needs: ["ORDERS_READ"] },
  "orders, their customers": {
    query: "{ orders { nodes { customer { email } } } }",
    needs: ["ORDERS_READ", "CUSTOMERS_READ"],
  },
  priceList: {
    query: "query ($id: ID!) { priceList(id: $id) { title } }",
    variables: byPriceList,
    needs: ["PRICE_LISTS_READ"],
  },
  "priceList, its groups": {
    query: "query ($id: ID!) { priceList(id: $id) { customerGroups { totalCount } } }",
    variables: byPriceList,
    needs: ["PRICE_LISTS_READ", "CUSTOMER_GROUPS_READ"],
  },
  priceLists: { query: "{ priceLists { totalCount } }", needs: ["PRICE_LISTS_READ"] },
  "priceLists, by groups": {
    query: "query ($id: ID!) { priceLists(where: {customerGroups: {some: {id: {eq: $id}}}}) { totalCount } }",
    variables: byGroup,
    needs: ["PRICE_LISTS_READ", "CUSTOMER_GROUPS_READ"],
  },
  region: {
    query: "query ($id: ID!) { region(id: $id) { name metadata countries { region { id } } } }",
    variables: byRegion,
    needs: [],
    customer: ["DATA", "DATA"],
  },
  regions: { query: "{ regions { totalCount nodes { name } } }", needs: [], customer: ["DATA", "DATA"] },
  "country, its region": {
    query: '{ country(code: "it") { region { name } } }',
    needs: [],
    customer: ["DATA", "DATA"],
  },
  "node, a job": { query: node, variables: byJob, needs: [] },
  "node, a region": { query: node, variables: byRegion, needs: [], customer: ["DATA", "DATA"] },
  users: { query: "{ users { totalCount } }", needs: ["USERS_MANAGE"] },
  viewer: { query: "{ viewer { type scopes } }", needs: [], customer: ["DATA", "DATA"] },
  "viewer, its sessions": { query: "{ viewer { sessions { id } } }", needs: [], customer: ["DATA", "DATA"] },

  apiKeyCreate: {
    query: 'mutation { apiKeyCreate(input: {title: "New", scopes: []}) { apiKey { id } userErrors { code } } }',
    needs: ["API_KEYS_MANAGE"],
  },
  apiKeyRevoke: {
    query: "mutation ($id: ID!) { apiKeyRevoke(id: $id) { apiKey { id } userErrors { code } } }",
    variables: byApiKey,
    needs: ["API_KEYS_MANAGE"],
  },
  customerAddressCreate: {
    query:
      "mutation ($customerId: ID!, $input: AddressInput!) { customerAddressCreate(customerId: $customerId, input: $input) { address { city } customer { email } userErrors { code } } }",
    variables: ({ customer }) => ({ customerId: customer, input: rome }),
    needs: ["CUSTOMERS_WRITE"],
    customer: ["DATA", "NOT_FOUND"],
  },
  customerAddressDelete: {
    query:
      "mutation ($customerId: ID!, $id: ID!) { customerAddressDelete(customerId: $customerId, id: $id) { deletedId customer { email } userErrors { code } } }",
    variables: byBoth,
    needs: ["CUSTOMERS_WRITE"],
    customer: ["DATA", "NOT_FOUND"],
  },
  customerAddressSetDefault: {
    query:
      "mutation ($customerId: ID!, $id: ID!) { customerAddressSetDefault(customerId: $customerId, id: $id, roles: [BILLING]) { address { id } userErrors { code } } }",
    variables: byBoth,
    needs: ["CUSTOMERS_WRITE"],
    customer: ["DATA", "NOT_FOUND"],
  },
  customerAddressUpdate: {
    query:
      'mutation ($customerId: ID!, $id: ID!) { customerAddressUpdate(customerId: $customerId, id: $id, input: {city: "Roma"}) { address { city } userErrors { code } } }',
    variables: byBoth,
    needs: ["CUSTOMERS_WRITE"],
    customer: ["DATA", "NOT_FOUND"],
  },
  customerCreate: {
    query: 'mutation { customerCreate(input: {email: "new@example.com"}) { customer { email } userErrors { code } } }',
    needs: ["CUSTOMERS_WRITE"],
  },
  "customerCreate, in groups": {
    query:
      'mutation ($id: ID!) { customerCreate(input: {email: "new@example.com", groupIds: [$id]}) { customer { email } userErrors { code } } }',
    variables: byGroup,
    needs: ["CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE"],
  },
  "customerCreate, its addresses": {
    query:
      'mutation { customerCreate(input: {email: "new@example.com"}) { customer { addresses { totalCount } } userErrors { code } } }',
    needs: ["CUSTOMERS_WRITE", "CUSTOMERS_READ"],
  },
  customerDelete: {
    query: "mutation ($id: ID!) { customerDelete(id: $id) { deletedId userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
  },
  customerErase: {
    query: "mutation ($id: ID!) { customerErase(id: $id) { customer { email } userErrors { code } } }",
    variables: byCustomer,
    needs: ["PERSONAL_DATA_MANAGE"],
  },
  customerGroupAddCustomers: {
    query:
      "mutation ($id: ID!, $customerId: ID!) { customerGroupAddCustomers(id: $id, customerIds: [$customerId]) { added userErrors { code } } }",
    variables: byMember,
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  customerGroupCreate: {
    query: 'mutation { customerGroupCreate(input: {name: "New"}) { customerGroup { name } userErrors { code } } }',
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  customerGroupDelete: {
    query: "mutation ($id: ID!) { customerGroupDelete(id: $id) { deletedId userErrors { code } } }",
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  customerGroupRemoveCustomers: {
    query:
      "mutation ($id: ID!, $customerId: ID!) { customerGroupRemoveCustomers(id: $id, customerIds: [$customerId]) { removed userErrors { code } } }",
    variables: byMember,
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  customerGroupRestore: {
    query: "mutation ($id: ID!) { customerGroupRestore(id: $id) { customerGroup { name } userErrors { code } } }",
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  customerGroupUpdate: {
    query:
      'mutation ($id: ID!) { customerGroupUpdate(id: $id, input: {name: "New"}) { customerGroup { name } userErrors { code } } }',
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  "customerGroupUpdate, its customers": {
    query:
      'mutation ($id: ID!) { customerGroupUpdate(id: $id, input: {name: "New"}) { customerGroup { customers { totalCount } } userErrors { code } } }',
    variables: byGroup,
    needs: ["CUSTOMER_GROUPS_WRITE", "CUSTOMERS_READ"],
  },
  customerGroupUpdateCustomers: {
    query:
      "mutation ($id: ID!, $customerId: ID!) { customerGroupUpdateCustomers(id: $id, add: [$customerId]) { added userErrors { code } } }",
    variables: byMember,
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  customerEmailChangeConfirm: {
    query: 'mutation { customerEmailChangeConfirm(token: "unknown") { viewer { type } userErrors { code } } }',
    needs: "NOTHING",
    outcome: "INVALID_TOKEN",
  },
  customerEmailChangeRequest: {
    query:
      'mutation { customerEmailChangeRequest(currentPassword: "wrong", email: "new@example.com") { accepted userErrors { code } } }',
    needs: [],
    isForCustomers: true,
    outcome: "INVALID_CREDENTIALS",
    customer: ["DATA", "DATA"],
  },
  customerPasswordChange: {
    query: `mutation { customerPasswordChange(currentPassword: "wrong", newPassword: "${password}") { viewer { type } userErrors { code } } }`,
    needs: [],
    isForCustomers: true,
    outcome: "INVALID_CREDENTIALS",
    customer: ["DATA", "DATA"],
  },
  customerPasswordReset: {
    query: `mutation { customerPasswordReset(token: "unknown", password: "${password}") { viewer { type } userErrors { code } } }`,
    needs: "NOTHING",
    outcome: "INVALID_TOKEN",
  },
  customerPasswordResetRequest: {
    query: 'mutation { customerPasswordResetRequest(email: "eva@example.com") { accepted userErrors { code } } }',
    needs: "NOTHING",
  },
  customerRegister: {
    query: 'mutation { customerRegister(input: {email: "new@example.com"}) { accepted userErrors { code } } }',
    needs: "NOTHING",
  },
  customerRegisterConfirm: {
    query: `mutation { customerRegisterConfirm(token: "unknown", password: "${password}") { viewer { type } userErrors { code } } }`,
    needs: "NOTHING",
    outcome: "INVALID_TOKEN",
  },
  userInvite: {
    query: 'mutation { userInvite(email: "new@example.com", scopes: []) { accepted userErrors { code } } }',
    needs: ["USERS_MANAGE"],
  },
  userInviteAccept: {
    query: `mutation { userInviteAccept(token: "unknown", password: "${password}") { viewer { type } userErrors { code } } }`,
    needs: "NOTHING",
    outcome: "INVALID_TOKEN",
  },
  userPasswordChange: {
    query: `mutation { userPasswordChange(currentPassword: "wrong", newPassword: "${password}") { viewer { type } userErrors { code } } }`,
    needs: [],
    isForPeople: true,
    outcome: "INVALID_CREDENTIALS",
  },
  userPasswordReset: {
    query: `mutation { userPasswordReset(token: "unknown", password: "${password}") { viewer { type } userErrors { code } } }`,
    needs: "NOTHING",
    outcome: "INVALID_TOKEN",
  },
  userPasswordResetRequest: {
    query: 'mutation { userPasswordResetRequest(email: "grace@example.com") { accepted userErrors { code } } }',
    needs: "NOTHING",
  },
  customerLogin: { query: logIn("customerLogin"), variables: () => ({ email: "eva@example.com" }), needs: "NOTHING" },
  customerPersonalDataExport: {
    query: "mutation ($id: ID!) { customerPersonalDataExport(id: $id) { data userErrors { code } } }",
    variables: byCustomer,
    needs: ["PERSONAL_DATA_MANAGE"],
    customer: ["DATA", "NOT_FOUND"],
  },
  customerRestore: {
    query: "mutation ($id: ID!) { customerRestore(id: $id) { customer { email } userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
  },
  customerUpdate: {
    query: update('firstName: "Changed"'),
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
    customer: ["DATA", "NOT_FOUND"],
  },
  "customerUpdate, its metadata": {
    query: update("metadata: {changed: true}"),
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
  },
  "customerUpdate, its groups": {
    query: update("groupIds: []"),
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE"],
  },
  customerGroupAddMatching: {
    query:
      "mutation ($id: ID!) { customerGroupAddMatching(id: $id, where: { or: [] }, expectedCount: 0) { added userErrors { code } } }",
    variables: byGroup,
    needs: ["CUSTOMERS_READ", "CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE"],
  },
  customerGroupRemoveMatching: {
    query:
      "mutation ($id: ID!) { customerGroupRemoveMatching(id: $id, where: { or: [] }, expectedCount: 0) { removed userErrors { code } } }",
    variables: byGroup,
    needs: ["CUSTOMERS_READ", "CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE"],
  },
  customerUpsert: {
    query:
      "mutation ($id: ID!) { customerUpsert(by: { id: $id }, input: {}) { outcome customer { id } userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
  },
  "customerUpsert, its groups": {
    query:
      "mutation ($id: ID!) { customerUpsert(by: { id: $id }, input: { groupIds: [] }) { outcome userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE"],
  },
  customersDelete: {
    query: "mutation ($id: ID!) { customersDelete(ids: [$id]) { deleted userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
  },
  customersRestore: {
    query: "mutation ($id: ID!) { customersRestore(ids: [$id]) { restored userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
  },
  customersUpsert: {
    query:
      "mutation ($id: ID!) { customersUpsert(rows: [{ by: { id: $id }, input: {} }]) { updated userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE"],
  },
  "customersUpsert, its groups": {
    query:
      "mutation ($id: ID!) { customersUpsert(rows: [{ by: { id: $id }, input: { groupIds: [] } }]) { updated userErrors { code } } }",
    variables: byCustomer,
    needs: ["CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE"],
  },
  customersImport: {
    query: 'mutation { customersImport(fileId: "file_1", format: CSV) { job { id } userErrors { code } } }',
    needs: ["JOBS_MANAGE", "CUSTOMERS_WRITE"],
    outcome: "SERVICE_UNAVAILABLE",
  },
  customersExport: {
    query: "mutation { customersExport(format: CSV) { job { id } userErrors { code } } }",
    needs: ["JOBS_MANAGE", "CUSTOMERS_READ"],
    outcome: "SERVICE_UNAVAILABLE",
  },
  "customersExport, its groups": {
    query: 'mutation { customersExport(format: CSV, columns: ["id", "groupIds"]) { job { id } userErrors { code } } }',
    needs: ["JOBS_MANAGE", "CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"],
    outcome: "SERVICE_UNAVAILABLE",
  },
  customerUpdateGroups: {
    query:
      "mutation ($id: ID!, $customerId: ID!) { customerUpdateGroups(customerId: $customerId, remove: [$id]) { removed userErrors { code } } }",
    variables: byMember,
    needs: ["CUSTOMER_GROUPS_WRITE"],
  },
  "customerUpdateGroups, the customer": {
    query:
      "mutation ($id: ID!, $customerId: ID!) { customerUpdateGroups(customerId: $customerId, remove: [$id]) { customer { email } userErrors { code } } }",
    variables: byMember,
    needs: ["CUSTOMER_GROUPS_WRITE", "CUSTOMERS_READ"],
  },
  job: { query: "query ($id: ID!) { job(id: $id) { status errors { totalCount } } }", variables: byJob, needs: [] },
  jobCancel: {
    query: "mutation ($id: ID!) { jobCancel(id: $id) { job { status } userErrors { code } } }",
    variables: byJob,
    needs: [],
  },
  jobs: { query: "{ jobs { totalCount nodes { id } } }", needs: [] },
  login: { query: logIn("login"), variables: () => ({ email: "grace@example.com" }), needs: "NOTHING" },
  logout: {
    query: "mutation { logout { ended userErrors { code } } }",
    needs: [],
    isForPeople: true,
    customer: ["DATA", "DATA"],
  },
  ordersRecord: {
    query:
      'mutation ($id: ID!) { ordersRecord(orders: [{id: "order_new", customerId: $id, status: PENDING, currencyCode: "EUR", total: "1.00", placedAt: "2026-01-02T03:04:05Z"}]) { created userErrors { code } } }',
    variables: byCustomer,
    needs: ["ORDERS_WRITE"],
  },
  priceListCreate: {
    query:
      'mutation { priceListCreate(input: {title: "New", type: SALE}) { priceList { title } userErrors { code } } }',
    needs: ["PRICE_LISTS_WRITE"],
  },
  priceListDelete: {
    query: "mutation ($id: ID!) { priceListDelete(id: $id) { deletedId userErrors { code } } }",
    variables: byPriceList,
    needs: ["PRICE_LISTS_WRITE"],
  },
  priceListRestore: {
    query: "mutation ($id: ID!) { priceListRestore(id: $id) { priceList { title } userErrors { code } } }",
    variables: byPriceList,
    needs: ["PRICE_LISTS_WRITE"],
  },
  priceListUpdate: {
    query:
      'mutation ($id: ID!) { priceListUpdate(id: $id, input: {title: "New"}) { priceList { title } userErrors { code } } }',
    variables: byPriceList,
    needs: ["PRICE_LISTS_WRITE"],
  },
  regionCreate: {
    query:
      'mutation { regionCreate(input: {name: "New", currencyCode: "USD"}) { region { name } userErrors { code } } }',
    needs: ["REGIONS_WRITE"],
  },
  regionDelete: {
    query: "mutation ($id: ID!) { regionDelete(id: $id) { deletedId userErrors { code } } }",
    variables: byRegion,
    needs: ["REGIONS_WRITE"],
  },
  regionUpdate: {
    query:
      'mutation ($id: ID!) { regionUpdate(id: $id, input: {name: "New"}) { region { name } userErrors { code } } }',
    variables: byRegion,
    needs: ["REGIONS_WRITE"],
  },
  sessionsEnd: {
    query: "mutation { sessionsEnd(allOthers: true) { ended userErrors { code } } }",
    needs: [],
    isForPeople: true,
    customer: ["DATA", "DATA"],
  },
  userCreate: {
    query: `mutation { userCreate(input: {email: "new@example.com", password: "${password}", scopes: []}) { user { email } userErrors { code } } }`,
    needs: ["USERS_MANAGE"],
  },
  userDelete: {
    query: "mutation ($id: ID!) { userDelete(id: $id) { deletedId userErrors { code } } }",
    variables: () => ({ id: "user_changed" }),
    needs: ["USERS_MANAGE"],
  },
  userUpdate: {
    query:
      'mutation ($id: ID!) { userUpdate(id: $id, input: {firstName: "Changed"}) { user { firstName } userErrors { code } } }',
    // A user without scopes, because the caller must have all scopes of the user that they change.
    variables: () => ({ id: "user_changed" }),
    needs: ["USERS_MANAGE"],
  },
};
