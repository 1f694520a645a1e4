import * as z from "zod";

/** A whole number in these bounds. */
export function integer(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  return (
    z
      .string()
      .regex(/^\d+$/, message)
      .transform(Number)
      // The checks that compare settings would blame other settings for it.
      .refine((value) => value >= from && value <= to, { error: message, abort: true })
  );
}

export const flag = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((value) => value === "true");

/** For a check of several settings: reports a fault of one of them. */
export function addFault(context: z.RefinementCtx, name: string, message: string): void {
  context.addIssue({ code: "custom", path: [name], message });
}

/** Reports each setting that is missing while the first of its pair is set. */
export function checkPairs<Name extends string>(
  pairs: readonly (readonly [given: Name, needed: Name])[],
  values: { readonly [name in Name]?: string | readonly string[] | undefined },
  context: z.RefinementCtx,
): void {
  for (const [given, needed] of pairs) {
    if (!values[given]?.length || values[needed] !== undefined) continue;
    addFault(context, needed, `must be set together with ${given}`);
  }
}
