/** An example operation. The first visit of the page opens a tab for each. */
export interface Example {
  query: string;
  variables?: string;
}
