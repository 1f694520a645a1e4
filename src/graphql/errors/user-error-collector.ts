import { kindNames, type NodeKind } from "../node/ids.js";
import type { UserErrorCode } from "./user-error.type.js";
import { InputError, NotFoundError, TakenError, type UserError, VersionConflictError } from "./user-error.type.js";

/** Carries user errors out of a service and its transaction, which rolls back on the way. */
export class UserErrorsException extends Error {
  override name = "UserErrorsException";

  constructor(readonly userErrors: readonly UserError[]) {
    super(userErrors.map((error) => `${error.code} at ${error.path.join(".")}`).join(", "));
  }
}

/** Where in the arguments of a mutation: names and list indexes. */
export type Path = readonly string[];

/** Collects what is wrong with an input, so that a form learns all of it at once. */
export class UserErrorCollector {
  readonly #errors: UserError[] = [];
  /** Every path with a problem at or below it. */
  readonly #paths = new Set<string>();

  constructor(errors: readonly UserError[] = []) {
    for (const error of errors) this.#push(error);
  }

  /** The same userErrors, to add to without touching these: a transaction that runs again starts from them anew. */
  copy(): UserErrorCollector {
    return new UserErrorCollector(this.#errors);
  }

  /** Whether nothing was found so far. */
  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  /** Whether a problem was found at this path or below it; a further rule about the same value has nothing to add. */
  has(path: Path): boolean {
    return this.#paths.has(path.join());
  }

  /** A value that breaks a rule; `message` says what was required and never repeats the value. */
  add(code: UserErrorCode, path: Path, message: string): void {
    this.#push(Object.assign(new InputError(), { code, message, path: [...path] }));
  }

  /** Ids that no live object of a kind has. */
  addNotFound(path: Path, ids: readonly string[], kind: NodeKind): void {
    const message = `Must be the id of an existing ${kindNames[kind]}.`;
    this.#push(
      Object.assign(new NotFoundError(), { code: "NOT_FOUND" as const, message, path: [...path], ids: [...ids] }),
    );
  }

  /** A unique value that another live object has. */
  addTaken(code: "EMAIL_TAKEN" | "NAME_TAKEN", path: Path, message: string, existingId: string | null): void {
    this.#push(Object.assign(new TakenError(), { code, message, path: [...path], existingId }));
  }

  /** The object is not at the version that the caller's `ifVersion` asks for. */
  addVersionConflict({ id, version }: { id: string; version: number }): void {
    const message = "ifVersion must be the version the object has now; it was changed meanwhile.";
    this.#push(
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
    return new UserErrorsException(this.#errors);
  }

  #push(error: UserError): void {
    this.#errors.push(error);
    for (let length = 0; length <= error.path.length; length += 1) this.#paths.add(error.path.slice(0, length).join());
  }
}
