/** For each class of inputs, the properties whose texts are taken as given. */
const verbatim = new Map<object, Set<string>>();

/** A text that is taken as given, white space included: an id is compared exactly, and a password may begin with a space. */
export function Verbatim(): PropertyDecorator {
  return (inputClass, property) => {
    const properties = verbatim.get(inputClass) ?? new Set();
    verbatim.set(inputClass, properties.add(String(property)));
  };
}

/** Whether a property of an input is taken as given. */
export function isVerbatim(input: object, property: string): boolean {
  for (let one = Object.getPrototypeOf(input); one !== null; one = Object.getPrototypeOf(one)) {
    if (verbatim.get(one)?.has(property)) return true;
  }
  return false;
}
