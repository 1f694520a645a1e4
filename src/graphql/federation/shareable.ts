import { Extensions } from "type-graphql";

/** Declares an object type that other subgraphs may have too, with the same fields (`@shareable`). For types without an id. */
export function Shareable(): ClassDecorator {
  return (target) => Extensions({ isShareable: true })(target);
}
