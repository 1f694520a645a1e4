import { jsonObject } from "../json/json.scalar.js";

/** A representation: a JSON object. */
export type Representation = Readonly<Record<string, unknown>>;

export const Any = jsonObject({
  name: "_Any",
  description:
    'A reference to an object: the name of its type, and its key, such as `{"__typename": "Customer", "id": "cus_01JZ8Q5W3V9K2M4N6P8R0S2T4V"}`.',
});
