import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { describeUserError } from "./describe-user-error.js";
import type { UserError } from "./payload.js";

interface UserErrorTextProps {
  readonly error: UserError;
  readonly listPath: string | undefined;
}

/** The message of a user error at its field, with a link to the object that has the value already. */
export function UserErrorText({ error: { message, existingId }, listPath }: UserErrorTextProps) {
  return (
    <>
      {describeUserError(message)}
      {listPath !== undefined && existingId && (
        <>
          {" "}
          <Anchor component={Link} to={`${listPath}/${existingId}`} inherit underline="always">
            Show it
          </Anchor>
        </>
      )}
    </>
  );
}
