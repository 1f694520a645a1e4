// The data that the server writes into the page (admin-app.page.ts). It is read at once, because the app changes its address.

const root = document.getElementById("root");

/** The path of the app, without a slash at the end. Not empty behind a proxy that adds a path. */
export const basePath = new URL(root?.dataset.root ?? "/", location.href).pathname.replace(/\/$/, "");

/** True if the server has the playground, at the address of the endpoint. */
export const hasPlayground = root?.dataset.hasPlayground !== undefined;

/** The policy of the page allows style elements with this nonce. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
