import type { OperationTypeNode } from "graphql";

/** The value of an argument, which is sent as a variable. */
export interface Argument {
  readonly type: string;
  readonly value: unknown;
}

export interface Selection {
  readonly name: string;
  /** The type condition, if the parent is an interface. */
  readonly on?: string | undefined;
  readonly args: Readonly<Record<string, Argument>>;
  readonly selections: readonly Selection[];
}

/** The sender of an operation. */
export type CallerKind = "staff" | "customer";

/** An operation that can be changed piece by piece. */
export interface Operation {
  readonly kind: OperationTypeNode.QUERY | OperationTypeNode.MUTATION;
  readonly caller: CallerKind;
  readonly selections: readonly Selection[];
}

/** A request for an operation. */
export interface OperationText {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Writes an operation. Repeated fields get aliases, and arguments become variables. */
export function writeOperation({ kind, selections }: Operation): OperationText {
  const variables: Record<string, unknown> = {};
  const declarations: string[] = [];

  function declare({ type, value }: Argument): string {
    // Equal values share a variable.
    const known = Object.entries(variables).findIndex(
      ([, other], index) => other === value && declarations[index]?.endsWith(`: ${type}`),
    );
    if (known >= 0) return `$v${known}`;
    const name = `v${declarations.length}`;
    declarations.push(`$${name}: ${type}`);
    variables[name] = value;
    return `$${name}`;
  }

  function write(all: readonly Selection[]): string {
    const used = new Set<string>();
    const written = all.map(({ name, on, args, selections: inner }) => {
      let alias = name;
      for (let count = 1; used.has(alias); count += 1) alias = `${name}${count}`;
      used.add(alias);
      const given = Object.entries(args).map(([argument, value]) => `${argument}: ${declare(value)}`);
      const field = `${alias === name ? "" : `${alias}: `}${name}${given.length > 0 ? `(${given.join(", ")})` : ""}`;
      const text = inner.length > 0 ? `${field} ${write(inner)}` : field;
      return on === undefined ? text : `... on ${on} { ${text} }`;
    });
    return `{ ${written.join(" ")} }`;
  }

  const body = write(selections);
  return { query: `${kind}${declarations.length > 0 ? ` (${declarations.join(", ")})` : ""} ${body}`, variables };
}
