import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** The code of a component could not be loaded: the server does not answer, or another version of it has other files. */
export class CodeNotLoaded extends Error {
  override name = "CodeNotLoaded";
}

/** Creates a component whose code is loaded when it is first shown. The error boundary of the page handles {@link CodeNotLoaded}. */
export function lazyComponent<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await load().catch(throwNotLoaded) }));
}

function throwNotLoaded(error: unknown): never {
  // import() throws a TypeError when the file cannot be fetched.
  throw error instanceof TypeError ? new CodeNotLoaded("The code could not be loaded.", { cause: error }) : error;
}
