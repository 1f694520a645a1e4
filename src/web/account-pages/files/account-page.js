// The script of the pages that links in mails open. It sends the mutation of the page with the token of the link.

const [form] = document.forms;
const button = form.querySelector("button");
const errorText = document.getElementById("error");
const done = document.getElementById("done");
const token = new URLSearchParams(location.search).get("token");
// The token does not stay in the address bar, in the history of the browser, or in a bookmark.
history.replaceState(null, "", location.pathname);

const unreachable = { message: "The server cannot be reached. Try again in a moment." };

if (token) {
  form.hidden = false;
  form.querySelector("input")?.focus();
} else {
  errorText.textContent = "The link is not complete. Open it from the mail again, or copy the whole link.";
}

/** Shows the links that help after a result. */
function showLinks(result) {
  for (const link of document.querySelectorAll(".link")) link.hidden = !link.dataset.if.split(" ").includes(result);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const focused = document.activeElement;
  button.disabled = true;
  errorText.textContent = "";
  const { message, isExpired } = await send().catch(() => unreachable);
  button.disabled = false;
  showLinks(isExpired ? "expired" : message ? "failed" : "done");
  if (message) {
    errorText.textContent = message;
    // A button loses the focus while it is disabled.
    focused.focus();
  } else {
    form.remove();
    done.hidden = false;
    // Screen readers read the text that gets the focus.
    done.focus();
  }
});

/**
 * Sends the mutation.
 * @returns the message of its first error, and whether the link cannot be used any more.
 */
async function send() {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const { endpoint, mutation, expired } = form.dataset;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: mutation, variables: { token, ...Object.fromEntries(fields) } }),
  });
  const { data, errors } = await response.json();
  if (errors) return { message: errors[0].message };
  const [error] = data.result.userErrors;
  return error?.code === "INVALID_TOKEN" ? { message: expired, isExpired: true } : { message: error?.message };
}
