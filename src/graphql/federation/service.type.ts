import { Field, ObjectType } from "type-graphql";

@ObjectType("_Service", { simpleResolvers: true, description: "This server as a subgraph of Apollo Federation." })
export class Service {
  @Field(() => String, { description: "The schema as text, with the directives of federation." })
  sdl!: string;
}
