/** An operation the page offers in a tab of its own, on first opening. */
export interface Example {
  query: string;
  variables?: string;
}
