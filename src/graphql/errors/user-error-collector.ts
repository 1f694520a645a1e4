import { kindNames, type NamedKind } from "../node/ids.js";
import type { UserErrorCode } from "./user-error.type.js";
import { InputError, NotFoundError, TakenError, type UserError, VersionConflictError } from "./user-error.type.js";

/** The message of an exception names the first errors. A long list can have tens of thousands. */
const maxErrorsNamed = 10;

/** Carries user errors out of a service. It rolls back the transaction on its way. */
export class UserErrorsException extends Error {
  override name = "UserErrorsException";

  constructor(readonly userErrors: readonly UserError[]) {
    const named = userErrors.slice(0, maxErrorsNamed).map((error) => `${error.code} at ${error.path.join(".")}`);
    super(`${userErrors.length} user errors: ${named.join(", ")}`);
  }
}

/** A path in the arguments of a mutation: names and list indexes. */
export type Path = readonly string[];

/** A path with errors at or below it: the paths below it, by their next name. */
type Place = Map<string, Place>;

/** Collects the validation errors of an input, so that a client receives all of them at once. */
export class UserErrorCollector {
  readonly #earlier: UserErrorCollector | undefined;
  readonly #errors: UserError[] = [];
  /** Where the errors are. It is filled when `has` is called, because there may be tens of thousands of errors. */
  readonly #places: Place = new Map();
  #placed = 0;

  /** @param earlier the errors found before, which stay as they are. */
  constructor(earlier?: UserErrorCollector) {
    this.#earlier = earlier;
  }

  /** Returns a copy. A transaction that runs again starts with a copy of the errors found before it. */
  copy(): UserErrorCollector {
    return new UserErrorCollector(this);
  }

  /** True if there are no errors. */
  get isEmpty(): boolean {
    return this.#errors.length === 0 && (this.#earlier?.isEmpty ?? true);
  }

  /** True if there is an error at this path or below it. Further rules about the same value are then skipped. */
  has(path: Path): boolean {
    return this.#isPlaced(path) || (this.#earlier?.has(path) ?? false);
  }

  /** Adds an error for a value that breaks a rule. `message` says what is required and never contains the value. */
  add(code: UserErrorCode, path: Path, message: string): void {
    this.#errors.push(Object.assign(new InputError(), { code, message, path: [...path] }));
  }

  /** Adds NOT_FOUND for ids, or for other values that identify an object, that no existing object of a kind has. */
  addNotFound(path: Path, ids: readonly string[], kind: NamedKind, name: "id" | "external id" | "email" = "id"): void {
    const message = `Must be the ${name} of an existing ${kindNames[kind]}.`;
    this.#errors.push(
      Object.assign(new NotFoundError(), { code: "NOT_FOUND" as const, message, path: [...path], ids: [...ids] }),
    );
  }

  /** Adds an error for a unique value that another existing object has. */
  addTaken(
    code: "EMAIL_TAKEN" | "NAME_TAKEN" | "EXTERNAL_ID_TAKEN",
    path: Path,
    message: string,
    existingId: string | null,
  ): void {
    this.#errors.push(Object.assign(new TakenError(), { code, message, path: [...path], existingId }));
  }

  /** Adds VERSION_CONFLICT if the object is not at the version in the caller's `ifVersion`. */
  addVersionConflict({ id, version }: { id: string; version: number }): void {
    const message = "ifVersion must be the version the object has now; it was changed meanwhile.";
    this.#errors.push(
      Object.assign(new VersionConflictError(), {
        code: "VERSION_CONFLICT" as const,
        message,
        path: ["ifVersion"],
        currentVersion: version,
        currentId: id,
      }),
    );
  }

  /** @throws UserErrorsException if there is an error. */
  throwIfAny(): void {
    if (!this.isEmpty) throw this.toException();
  }

  /** Returns an exception that carries these errors out of a service. */
  toException(): UserErrorsException {
    return new UserErrorsException(this.all());
  }

  /** Returns all errors, in the order in which they were found. */
  all(): readonly UserError[] {
    return this.#earlier === undefined ? this.#errors : [...this.#earlier.all(), ...this.#errors];
  }

  #isPlaced(path: Path): boolean {
    for (; this.#placed < this.#errors.length; this.#placed += 1) this.#place(this.#errors[this.#placed]?.path ?? []);
    let place: Place | undefined = this.#places;
    for (const name of path) place = place?.get(name);
    return place !== undefined && this.#errors.length > 0;
  }

  #place(path: Path): void {
    let place = this.#places;
    for (const name of path) {
      const inside = place.get(name) ?? new Map();
      place.set(name, inside);
      place = inside;
    }
  }
}
