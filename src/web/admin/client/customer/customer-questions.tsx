import { List, Text } from "@mantine/core";
import type { Question } from "../dialogs/question.js";

/** Asks before a customer is deleted. */
export function deleteQuestion(name: string): Question {
  return {
    title: "Delete this customer?",
    body: (
      <Text>
        <bdi>{name}</bdi> and the addresses are deleted. The customer can no longer log in. Orders stay. You can restore
        the customer later.
      </Text>
    ),
    action: "Delete customer",
    isDangerous: true,
  };
}

/** Asks before a mail is sent to a customer. */
export function passwordResetQuestion(email: string): Question {
  return {
    title: "Send a password reset mail?",
    body: (
      <Text>
        <bdi>{email}</bdi> gets a mail with a link to choose a new password. The link works for 1 hour. The present
        password works until then.
      </Text>
    ),
    action: "Send mail",
  };
}

/** Asks before the personal data of a customer is exported. */
export function exportQuestion(name: string): Question {
  return {
    title: "Export personal data?",
    body: (
      <>
        <Text>
          You get a JSON file with everything that the server knows about <bdi>{name}</bdi>:
        </Text>
        <List size="sm" my="xs" withPadding>
          <List.Item>
            names, email, phone, company, metadata, external ids and all addresses, also deleted ones
          </List.Item>
          <List.Item>groups, orders and sessions</List.Item>
          <List.Item>the whole history, with former values, but without the names of your staff</List.Item>
        </List>
        <Text>It contains no passwords. Give it to nobody but this person.</Text>
      </>
    ),
    action: "Export personal data",
  };
}

/** Asks before the personal data of a customer is erased. */
export function eraseQuestion(name: string): Question {
  return {
    title: "Erase all personal data?",
    body: (
      <>
        <Text>
          This cannot be undone. For <bdi>{name}</bdi>, the following is erased for good:
        </Text>
        <List size="sm" my="xs" withPadding>
          <List.Item>names, email, phone, company, metadata, external ids and all addresses</List.Item>
          <List.Item>the password, all sessions, and mails that were not sent yet</List.Item>
          <List.Item>their values in the history, and files of imports and exports that name the customer</List.Item>
          <List.Item>the same of other customers with the same email, and the email of their orders</List.Item>
        </List>
        <Text>What stays: the dates, the groups, and the orders without email and metadata.</Text>
      </>
    ),
    action: "Erase personal data",
    isDangerous: true,
  };
}
