import { Field, ID, InterfaceType } from "type-graphql";
import { kindOfId } from "./ids.js";

@InterfaceType({
  description: "An object that `node(id)` can find by its id.",
  resolveType: ({ id }: Node) => kindOfId(id),
})
export abstract class Node {
  @Field(() => ID, {
    description:
      "The id, unique among all types: a prefix of the type, `_`, and a ULID, such as `cus_01JZ8Q5W3V9K2M4N6P8R0S2T4V`.",
  })
  id!: string;
}
