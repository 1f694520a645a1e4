import { enumType } from "../../graphql/schema/enum-type.js";

export const ActorType = enumType("ActorType", "The type of a caller.", {
  USER: "A member of staff.",
  API_KEY: "A program with an API key.",
  CUSTOMER: "A customer, with access to their own record.",
  SYSTEM: "The server itself, for example when it loads demo data.",
});

export type ActorType = keyof typeof ActorType;
