import { type TabsState, useGraphiQL } from "@graphiql/react";
import type { RefObject } from "react";
import { maxEvents, type ReceivedEvent, type ResponseFacts, type Responses, useLastRun } from "./responses.js";
import { useResponsesOfOneCaller } from "./responses-of-one-caller.js";
import { useOperationsOfLinks } from "./shared-operation.js";

/** What the user is told after a click. It ends with the next run. */
export interface Notice {
  readonly text: string;
  /** The id of the tab that it is about. */
  readonly tab: string | undefined;
  /** The credential of the caller at that time. */
  readonly credential: string | undefined;
}

interface ResponsePanelProps {
  responses: Responses;
  credential: string | undefined;
  changedTabs: RefObject<TabsState | undefined>;
  notice: Notice | undefined;
}

/** The panel under the response: facts about it, or the events of the subscription. */
export function ResponsePanel({ responses, credential, changedTabs, notice }: ResponsePanelProps) {
  useResponsesOfOneCaller({ credential, responses, changedTabs });
  useOperationsOfLinks();
  const { facts, events } = useLastRun(responses);
  const tab = useGraphiQL(activeTab);
  const hasNotice = notice !== undefined && notice.tab === tab && notice.credential === credential;
  return (
    <div className="response-panel">
      {hasNotice && <p role="status">{notice.text}</p>}
      {facts && <Facts facts={facts} />}
      {events && <Events events={events} />}
      {!facts && !events && !hasNotice && <p>Time, status, size and cost of the response are shown here.</p>}
    </div>
  );
}

/** Returns the id of the tab that is shown. It stays the same while the tab is edited. */
export function activeTab({ tabs, activeTabIndex }: Pick<TabsState, "tabs" | "activeTabIndex">): string | undefined {
  return tabs[activeTabIndex]?.id;
}

function Facts({ facts: { status, milliseconds, bytes, cost } }: { facts: ResponseFacts }) {
  return (
    <ul className="response-facts" aria-label="About the response">
      <li className={status < 400 ? undefined : "response-problem"}>Status {status}</li>
      <li>{Math.round(milliseconds)} ms</li>
      <li>{sizeText(bytes)}</li>
      {cost && (
        <li>
          Cost {cost.requested.toLocaleString("en")} of {cost.limit.toLocaleString("en")}
        </li>
      )}
    </ul>
  );
}

function Events({ events }: { events: readonly ReceivedEvent[] }) {
  if (events.length === 0) return <p>The subscription waits for its first event.</p>;
  return (
    <ol className="response-events" aria-label="Events of the subscription">
      {events.map(({ id, at, result }) => (
        <li key={id}>
          <details>
            <summary>
              <time dateTime={at.toISOString()}>{timeText(at)}</time> Event {id}
            </summary>
            <pre>{JSON.stringify(result, null, 2)}</pre>
          </details>
        </li>
      ))}
      {events.length === maxEvents && <li>Older events are not shown.</li>}
    </ol>
  );
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} kB`;
}

function timeText(at: Date): string {
  return at.toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  });
}
