import { enumType } from "../../graphql/schema/enum-type.js";

export const ActorType = enumType("ActorType", "What kind of caller acts.", {
  USER: "A member of staff.",
  API_KEY: "A program with an API key.",
  CUSTOMER: "A customer, on their own record.",
  SYSTEM: "The server itself, such as when it loads demo data.",
});

export type ActorType = keyof typeof ActorType;
