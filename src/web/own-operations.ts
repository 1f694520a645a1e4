import { accountPages } from "./account-pages/account-page.js";
import { readBundle } from "./bundle/bundle.js";
import { signInOperations } from "./sign-in/sign-in-operations.js";

/** The pages that a server has, beside those for links in mails. */
export interface PageOptions {
  /** True if browsers get the playground. Default: true. */
  readonly playground?: boolean | undefined;
  /** True if browsers get the admin app at `/`. Default: true. */
  readonly adminApp?: boolean | undefined;
}

/** Returns the texts of the operations that the pages of the server send. Of the playground, they are only those of the sign-in. */
export async function ownOperations({ playground = true, adminApp = true }: PageOptions): Promise<string[]> {
  return [
    ...accountPages.map(({ mutation }) => mutation),
    ...(playground || adminApp ? Object.values(signInOperations) : []),
    ...(adminApp ? (await readBundle("admin")).operations : []),
  ];
}
