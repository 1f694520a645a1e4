import { pick, ToolbarButton, tryParseJSONC, useGraphiQL } from "@graphiql/react";
import { Link, SquareTerminal } from "lucide-react";
import { curlCommand } from "./curl-command.js";
import { activeTab } from "./response-panel.js";
import { linkTo } from "./shared-operation.js";

interface TabButtonsProps {
  isAnonymous: boolean;
  /** Tells the user that something of the tab was copied, or why not. */
  onNotice(notice: string, tab: string | undefined): void;
}

/** Buttons that copy the operation of the tab: as a command, and as a link to this page. */
export function TabButtons({ isAnonymous, onNotice }: TabButtonsProps) {
  const { queryEditor, variableEditor, headerEditor, operationName } = useGraphiQL(
    pick("queryEditor", "variableEditor", "headerEditor", "operationName"),
  );
  const tab = useGraphiQL(activeTab);
  const query = () => queryEditor?.getValue() ?? "";
  const variables = () => variableEditor?.getValue() ?? "";

  const command = () =>
    curlCommand(
      {
        query: query(),
        variables: readJson("variables", variables()),
        operationName: operationName || undefined,
        headers: readJson("headers", headerEditor?.getValue()),
      },
      isAnonymous,
    );
  const link = () => linkTo({ query: query(), variables: variables() });
  const copyCommand = () =>
    copy(command, "Copied as a curl command, with the variables. It takes the key or token from the variable TOKEN.");
  const copyLink = () =>
    copy(link, "Copied a link with this operation and its variables. It contains no key, token or header.");

  return (
    <>
      <ToolbarButton label="Copy as curl" onClick={async () => onNotice(await copyCommand(), tab)}>
        <SquareTerminal className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
      <ToolbarButton label="Copy link to this operation" onClick={async () => onNotice(await copyLink(), tab)}>
        <Link className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
    </>
  );
}

/** Copies a text, and returns the notice for the user. */
async function copy(makeText: () => string, notice: string): Promise<string> {
  try {
    const text = makeText();
    if (!navigator.clipboard) throw new Error("Browsers allow it only with HTTPS or on localhost.");
    await navigator.clipboard.writeText(text);
    return notice;
  } catch (error) {
    return `Nothing was copied. ${error instanceof Error ? error.message : error}`;
  }
}

/** Reads the JSON of an editor, or throws an error with a message for the user. */
function readJson(name: string, text: string | undefined): Record<string, unknown> | undefined {
  try {
    return tryParseJSONC(text);
  } catch (error) {
    // The message of GraphiQL continues the sentence.
    throw new Error(`The ${name} ${error instanceof Error ? error.message : error}`);
  }
}
