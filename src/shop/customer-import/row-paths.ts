import type { Path } from "../../graphql/errors/user-error-collector.js";

/** The paths of one row: of its fields in the file, such as `addresses.1.city`, and in the input of `customersUpsert`. */
export class RowPaths {
  readonly #addresses: readonly string[];
  readonly #systems: readonly string[];
  readonly #identifier: string;

  /**
   * @param addresses the indexes in the file, in the order of the input.
   * @param systems those of the external ids, in the order of the input.
   * @param identifier the field that identifies the customer. Empty if there is none.
   */
  constructor(addresses: readonly number[], systems: readonly string[], identifier: string) {
    this.#addresses = addresses.map(String);
    this.#systems = systems;
    this.#identifier = identifier;
  }

  /** Returns the path in the input for that of a field. */
  inputPath(field: Path): Path {
    const [name, key = "", ...rest] = field;
    if (name === undefined) return [];
    if (name === "id") return ["by", "id"];
    if (field.length === 1) return ["input", name];
    if (name === "externalIds") return ["input", name, String(this.#systems.indexOf(key)), "value"];
    return name === "addresses" ? ["input", name, String(this.#addresses.indexOf(key)), ...rest] : ["input", name];
  }

  /** Returns the name of the field for a path in the input. Empty if it is that of the whole row. */
  fieldOf([part, name = "", index, ...rest]: Path): string {
    if (part === "by") return this.#identifier;
    if (index === undefined) return name;
    const place = Number(index);
    if (name === "externalIds") return `externalIds.${this.#systems[place] ?? ""}`;
    return name === "addresses" ? [name, this.#addresses[place] ?? "", ...rest].join(".") : name;
  }
}
