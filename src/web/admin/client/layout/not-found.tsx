import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { MessagePage } from "./states.js";

/** The page of an address that no page has, and of an object that does not exist. */
export function NotFound() {
  return (
    <MessagePage title="Page not found">
      There is nothing at this address. It may have been deleted.{" "}
      <Anchor component={Link} to="/" underline="always">
        Go to the start page
      </Anchor>
    </MessagePage>
  );
}
