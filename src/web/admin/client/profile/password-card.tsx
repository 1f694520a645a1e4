import { useApolloClient } from "@apollo/client/react";
import { Button, Group, Stack, Text } from "@mantine/core";
import { readCredential, renewCredential } from "../../../sign-in/client/credential.js";
import { refetchActive } from "../api/refetch-active.js";
import { notifyDone } from "../dialogs/notify.js";
import { FormProblems } from "../forms/form-problems.js";
import { PasswordField } from "../forms/password-field.js";
import { useServerForm } from "../forms/use-server-form.js";
import { PageCard } from "../layout/page-card.js";
import { ChangeOwnPasswordDocument } from "./profile.generated.js";

const noValues = { currentPassword: "", newPassword: "" };

/** The form for a new password. All sessions end, and the page continues with a new one. */
export function PasswordCard() {
  const client = useApolloClient();
  const { form, formProps, field, problems, isSending } = useServerForm({
    initialValues: noValues,
    send: async (variables) => {
      const before = readCredential();
      // The result has the token, so it is not kept in the cache.
      const { data } = await client.mutate({ mutation: ChangeOwnPasswordDocument, variables, fetchPolicy: "no-cache" });
      const payload = data?.userPasswordChange;
      if (payload?.token && before !== undefined) renewCredential(before, payload.token);
      return payload;
    },
    onSaved: () => {
      form.setValues(noValues);
      form.resetDirty(noValues);
      notifyDone("The password was changed. All other sessions have ended.");
      refetchActive(client);
    },
  });
  return (
    <PageCard title="Password">
      <form {...formProps}>
        <Stack gap="sm">
          <FormProblems problems={problems} />
          <Text size="sm" c="dimmed">
            A new password ends your sessions everywhere else.
          </Text>
          <PasswordField
            label="Present password"
            required
            autoComplete="current-password"
            {...field("currentPassword")}
          />
          <PasswordField
            label="New password"
            description="At least 8 characters"
            required
            autoComplete="new-password"
            {...field("newPassword")}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={isSending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </PageCard>
  );
}
