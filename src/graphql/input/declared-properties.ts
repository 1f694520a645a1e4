/** Values that decorators declare for properties of input classes. Subclasses inherit them. */
export class DeclaredProperties<Value> {
  readonly #values = new Map<object, Map<string, Value>>();

  /** Declares a value for a property. */
  declare(value: Value): PropertyDecorator {
    return (inputClass, property) => {
      const values = this.#values.get(inputClass) ?? new Map<string, Value>();
      this.#values.set(inputClass, values.set(String(property), value));
    };
  }

  /** Returns the declared value of a property of an input, or undefined. */
  of(input: object, property: string): Value | undefined {
    for (let one = Object.getPrototypeOf(input); one !== null; one = Object.getPrototypeOf(one)) {
      const value = this.#values.get(one)?.get(property);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
