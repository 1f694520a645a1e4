import { getMetadataStorage, type ValidationArguments, type ValidatorConstraintInterface } from "class-validator";
import type { UserErrorCode } from "../errors/user-error.type.js";
import type { RuleContext } from "./rules.js";

/** A rule of a property that its value breaks. */
export interface BrokenRule {
  readonly property: string;
  readonly code: UserErrorCode;
  readonly message: string;
}

interface Rule {
  readonly constraint: ValidatorConstraintInterface;
  readonly constraints: unknown[];
  readonly code: UserErrorCode;
  readonly message: string;
}

interface PropertyRules {
  readonly property: string;
  /** The rules apply only if all conditions are true, such as that of `IsOptional`. */
  readonly conditions: readonly ((object: object, value: unknown) => boolean)[];
  readonly rules: readonly Rule[];
}

type InputClass = Parameters<ReturnType<typeof getMetadataStorage>["getTargetValidationMetadatas"]>[0];
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>["getTargetValidationMetadatas"]>[number];

const rulesByClass = new WeakMap<object, readonly PropertyRules[]>();

/**
 * Returns the rules that an input breaks, as `validateSync` of class-validator does. It runs the constraints of class-validator, but
 * looks up those of a class once. `validateSync` does so for each object, which takes most of its time.
 */
export function brokenRules(input: object): BrokenRule[] {
  const broken: BrokenRule[] = [];
  for (const { property, conditions, rules } of rulesOf(input.constructor)) {
    const value: unknown = Reflect.get(input, property);
    if (!conditions.every((isMet) => isMet(input, value))) continue;
    for (const { constraint, constraints, code, message } of rules) {
      const context: ValidationArguments = {
        value,
        constraints,
        targetName: input.constructor.name,
        object: input,
        property,
      };
      if (!constraint.validate(value, context)) broken.push({ property, code, message });
    }
  }
  return broken;
}

function rulesOf(inputClass: InputClass): readonly PropertyRules[] {
  const known = rulesByClass.get(inputClass);
  if (known !== undefined) return known;
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(inputClass, "", false, false);
  const rules = Object.entries(storage.groupByPropertyName(all)).map(([property, declared]) => ({
    property,
    conditions: declared
      .filter(({ type }) => type === "conditionalValidation")
      .map(({ constraints }) => constraints[0]),
    rules: declared.filter(({ type }) => type !== "conditionalValidation").flatMap(toRules),
  }));
  rulesByClass.set(inputClass, rules);
  return rules;
}

function toRules({ type, constraintCls, constraints, message, context, propertyName, ...metadata }: Metadata): Rule[] {
  const code = (context as RuleContext | undefined)?.code;
  if (code === undefined) throw new Error(`A rule of ${propertyName} has no code.`);
  const isPlain = type === "customValidation" && !metadata.each && metadata.validateIf === undefined;
  if (!isPlain || typeof message !== "string")
    throw new Error(`A rule of ${propertyName} uses an option that is not supported.`);
  const declared = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  return declared.map(({ instance }) => ({ constraint: instance, constraints, code, message }));
}
