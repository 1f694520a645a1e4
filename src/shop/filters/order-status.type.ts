import { enumType } from "../../graphql/schema/enum-type.js";

export const OrderStatus = enumType("OrderStatus", "The status of an order.", {
  PENDING: "Placed, but not completed yet.",
  COMPLETED: "Paid and delivered.",
  CANCELED: "Canceled.",
  ARCHIVED: "Archived after it was completed or canceled.",
  REQUIRES_ACTION: "Requires an action by a person.",
});

export type OrderStatus = keyof typeof OrderStatus;
