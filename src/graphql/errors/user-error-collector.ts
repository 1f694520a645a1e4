import { kindNames, type NodeKind } from "../node/ids.js";
import type { UserErrorCode } from "./user-error.type.js";
import { InputError, NotFoundError, TakenError, type UserError, VersionConflictError } from "./user-error.type.js";

/** The message of an exception names the first errors. A long list can have tens of thousands. */
const maxErrorsNamed = 10;

/** Carries user errors out of a service and its transaction, which rolls back on the way. */
export class UserErrorsException extends Error {
  override name = "UserErrorsException";

  constructor(readonly userErrors: readonly UserError[]) {
    const named = userErrors.slice(0, maxErrorsNamed).map((error) => `${error.code} at ${error.path.join(".")}`);
    super(`${userErrors.length} user errors: ${named.join(", ")}`);
  }
}

/** Where in the arguments of a mutation: names and list indexes. */
export type Path = readonly string[];

/** A path with errors at or below it: the paths below it, by their next name. */
type Place = Map<string, Place>;

/** Collects what is wrong with an input, so that a form learns all of it at once. */
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

  /** The same userErrors, to add to without touching these: a transaction that runs again starts from them anew. */
  copy(): UserErrorCollector {
    return new UserErrorCollector(this);
  }

  /** Whether nothing was found so far. */
  get isEmpty(): boolean {
    return this.#errors.length === 0 && (this.#earlier?.isEmpty ?? true);
  }

  /** Whether a problem was found at this path or below it; a further rule about the same value has nothing to add. */
  has(path: Path): boolean {
    return this.#isPlaced(path) || (this.#earlier?.has(path) ?? false);
  }

  /** A value that breaks a rule; `message` says what was required and never repeats the value. */
  add(code: UserErrorCode, path: Path, message: string): void {
    this.#errors.push(Object.assign(new InputError(), { code, message, path: [...path] }));
  }

  /** Ids that no live object of a kind has. */
  addNotFound(path: Path, ids: readonly string[], kind: NodeKind): void {
    const message = `Must be the id of an existing ${kindNames[kind]}.`;
    this.#errors.push(
      Object.assign(new NotFoundError(), { code: "NOT_FOUND" as const, message, path: [...path], ids: [...ids] }),
    );
  }

  /** A unique value that another live object has. */
  addTaken(code: "EMAIL_TAKEN" | "NAME_TAKEN", path: Path, message: string, existingId: string | null): void {
    this.#errors.push(Object.assign(new TakenError(), { code, message, path: [...path], existingId }));
  }

  /** The object is not at the version that the caller's `ifVersion` asks for. */
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

  /** @throws UserErrorsException when anything was found. */
  throwIfAny(): void {
    if (!this.isEmpty) throw this.toException();
  }

  /** What carries these userErrors out of a service. */
  toException(): UserErrorsException {
    return new UserErrorsException(this.#all());
  }

  #all(): readonly UserError[] {
    return this.#earlier === undefined ? this.#errors : [...this.#earlier.#all(), ...this.#errors];
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
