import type { JsonValue } from "@prisma/client/runtime/client";

/** JSON text from PostgreSQL. Its numbers may have more digits than JavaScript can represent. */
export class StoredJson {
  constructor(readonly text: string) {}

  /** The value in JavaScript, which the API returns. */
  get value(): JsonValue {
    return JSON.parse(this.text);
  }

  /** Prisma's internal format of JSON values. No other format keeps all digits. */
  toJSON(): object {
    return { $type: "Json", value: this.text };
  }
}
