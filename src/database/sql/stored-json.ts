import type { JsonValue } from "@prisma/client/runtime/client";

/** JSON as PostgreSQL writes it: its numbers may have more digits than JavaScript holds. */
export class StoredJson {
  constructor(readonly text: string) {}

  /** As JavaScript reads it, and the API shows it. */
  get value(): JsonValue {
    return JSON.parse(this.text);
  }

  /** For Prisma, in the form that it gives JSON itself on its way to the database: it has no other for digits. */
  toJSON(): object {
    return { $type: "Json", value: this.text };
  }
}
