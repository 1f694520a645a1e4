/** What the contract promises and this server does not offer yet. This list only ever gets shorter. */
export const pendingElements: readonly string[] = [
  // History
  "Customer.history: ChangeConnection!",
  "CustomerGroup.history: ChangeConnection!",
  "type Change",
  "enum ChangeAction",
  "enum ChangeSubject",
  "type Actor",
  "type FieldChange",
  "type ChangeConnection",
  "type ChangeEdge",
  "input ChangeFilter",
  "Query.changes: ChangeConnection!",
  "type Subscription",
];
