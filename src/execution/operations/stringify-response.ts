import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import type { RequestCost } from "../../access/context.js";
import type { Deadline } from "../../database/cancellation/deadline.js";
import { responseTooLarge } from "../../graphql/errors/request-errors.js";
import { Pauses } from "../../graphql/event-loop/pauses.js";

/*
 * JSON.stringify blocks the event loop, for a few megabytes for tens of milliseconds. Large responses are therefore written in
 * parts. The event loop runs other requests, health checks and the time limit between the parts.
 */

/** The response to an operation. */
export interface OperationResponse {
  readonly data?: ExecutionResult["data"] | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly extensions?: { readonly cost?: RequestCost } | undefined;
}

export interface ResponseLimits {
  /** The maximum size of a response. */
  readonly maxBytes: number;
  /** Writing stops at the deadline. */
  readonly deadline?: Deadline | undefined;
}

/** The response to an operation that costs less is nearly always smaller than a megabyte. */
const smallCost = 1_500;
/** A value with more values or characters inside is written in parts. */
const maxValuesAtOnce = 2_000;
const maxCharactersAtOnce = 200_000;
/** The maximum number of bytes in UTF-8 for one UTF-16 code unit. */
const maxBytesPerCharacter = 3;

/**
 * Writes a response as JSON.
 * @throws QUERY_TOO_COMPLEX if it is too large.
 */
export async function stringifyResponse(response: object, limits: ResponseLimits): Promise<string> {
  if (costOf(response) > smallCost) return new ResponseWriter(limits).write(response);
  const text = JSON.stringify(response);
  const isLarge = text.length * maxBytesPerCharacter > limits.maxBytes;
  if (isLarge && Buffer.byteLength(text) > limits.maxBytes) throw responseTooLarge(limits.maxBytes);
  return text;
}

function costOf({ extensions }: OperationResponse): number {
  return extensions?.cost?.requested ?? 0;
}

class ResponseWriter {
  readonly #limits: ResponseLimits;
  readonly #parts: string[] = [];
  #bytes = 0;
  readonly #pauses = new Pauses();

  constructor(limits: ResponseLimits) {
    this.#limits = limits;
  }

  async write(response: object): Promise<string> {
    await this.#value(response);
    return this.#parts.join("");
  }

  async #value(value: unknown): Promise<void> {
    if (!isLarge(value)) return this.#part(JSON.stringify(value) ?? "null");
    if (Array.isArray(value)) return this.#array(value);
    return this.#object(value as object);
  }

  async #array(values: readonly unknown[]): Promise<void> {
    let separator = "[";
    for (const value of values) {
      this.#add(separator);
      await this.#value(value);
      separator = ",";
    }
    this.#add("]");
  }

  async #object(object: object): Promise<void> {
    let separator = "{";
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      this.#add(`${separator}${JSON.stringify(name)}:`);
      await this.#value(value);
      separator = ",";
    }
    this.#add("}");
  }

  #part(text: string): Promise<void> | void {
    this.#add(text);
    if (this.#pauses.isDue) return this.#pause();
  }

  async #pause(): Promise<void> {
    await this.#pauses.pause();
    this.#limits.deadline?.check();
  }

  #add(text: string): void {
    this.#parts.push(text);
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > this.#limits.maxBytes) throw responseTooLarge(this.#limits.maxBytes);
  }
}

/** Returns true if a value is large enough to be written in parts. Stops counting at the limit. */
function isLarge(value: unknown): boolean {
  if (!isPlain(value)) return false;
  let [values, characters] = [0, 0];
  const left: object[] = [value];
  for (let inside = left.pop(); inside !== undefined; inside = left.pop()) {
    const inner = Array.isArray(inside) ? inside : Object.values(inside);
    values += inner.length;
    for (const each of inner) {
      if (typeof each === "string") characters += each.length;
      else if (isPlain(each)) left.push(each);
    }
    if (values > maxValuesAtOnce || characters > maxCharactersAtOnce) return true;
  }
  return false;
}

/** An object with `toJSON`, such as a date or an error, is never written in parts. */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !("toJSON" in value);
}
