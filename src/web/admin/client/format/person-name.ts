/** The fields of a person by which others know them. */
export interface NamedPerson {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly companyName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
}

/** Returns the name of a person or, if there is none, the company, email or phone. Erased customers have none of them. */
export function personName({ firstName, lastName, companyName, email, phone }: NamedPerson): string {
  const name = [firstName, lastName].filter(Boolean).join(" ");
  return name || companyName || email || phone || "Without a name";
}
