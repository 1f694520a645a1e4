import type { ActorType, ChangeAction, ChangeSubject } from "../generated/schema.js";
import type { ChangeRowFragment } from "./history.generated.js";

const things: Readonly<Record<ChangeSubject, string>> = {
  ADDRESS: "an address",
  API_KEY: "an API key",
  CUSTOMER: "the customer",
  CUSTOMER_GROUP: "the group",
  PRICE_LIST: "the price list",
  REGION: "the region",
  USER: "a member of staff",
};

const verbs: Readonly<Record<Exclude<ChangeAction, "MEMBER_ADDED" | "MEMBER_REMOVED" | "ERASED">, string>> = {
  CREATED: "created",
  UPDATED: "changed",
  DELETED: "deleted",
  RESTORED: "restored",
};

const actorTypes: Readonly<Record<ActorType, string>> = {
  API_KEY: "An API key",
  CUSTOMER: "A customer",
  SYSTEM: "The server",
  USER: "A member of staff",
};

/** Names who made a change. */
export function actorName({ actor }: ChangeRowFragment): string {
  return actor ? (actor.name ?? actorTypes[actor.type]) : "Somebody";
}

/**
 * Says what was done, to follow the name of the actor: `changed the customer`.
 * @param groupName is the name of the group of a membership.
 */
export function actionText({ action, subjectType }: ChangeRowFragment, groupName: string): string {
  if (action === "MEMBER_ADDED") return `added the customer to ${groupName}`;
  if (action === "MEMBER_REMOVED") return `removed the customer from ${groupName}`;
  if (action === "ERASED") return "erased the personal data";
  return `${verbs[action]} ${things[subjectType]}`;
}

/** Returns the id of the group that a customer joined or left. */
export function groupIdOf({ action, fields }: ChangeRowFragment): string | undefined {
  if (action !== "MEMBER_ADDED" && action !== "MEMBER_REMOVED") return undefined;
  const field = fields.find(({ name }) => name === "groupId");
  const id = field?.after ?? field?.before;
  return typeof id === "string" ? id : undefined;
}

/** Returns the ids of all groups that a change names: of a membership, and of the groups of a price list. */
export function groupIdsOf({ fields }: ChangeRowFragment): string[] {
  const named = fields.filter(({ name }) => name === "groupId" || name === "customerGroupIds");
  return named.flatMap(({ before, after }) => [before, after].flat()).filter((id) => typeof id === "string");
}
