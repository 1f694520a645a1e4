import { useApolloClient } from "@apollo/client/react";
import { useEffect } from "react";
import { onReconnected } from "./connection.js";
import { refetchActive } from "./refetch-active.js";

/** Reads the data of the page again when the server answers again. */
export function useRefetchWhenReconnected(): void {
  const client = useApolloClient();
  useEffect(() => onReconnected(() => refetchActive(client)), [client]);
}
