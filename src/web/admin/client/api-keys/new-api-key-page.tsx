import { useMutation } from "@apollo/client/react";
import { Paper, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import { useServerForm } from "../forms/use-server-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import type { Scope } from "../generated/schema.js";
import { Page } from "../layout/page.js";
import { ScopesInput } from "../scopes/scopes-input.js";
import { CreateApiKeyDocument } from "./api-keys.generated.js";
import { NewSecret } from "./new-secret.js";

const noValues = { title: "", expiresAt: "", scopes: [] as Scope[] };

/** The form for a new API key. After that, the page shows the secret, once. */
export function NewApiKeyPage() {
  const [secret, setSecret] = useState<string>();
  return (
    <Page
      title={secret === undefined ? "New API key" : "The new API key"}
      parent={{ to: "/api-keys", label: "API keys" }}
    >
      <Paper withBorder p="lg" maw={720}>
        {secret === undefined ? <NewApiKeyForm onSecret={setSecret} /> : <NewSecret secret={secret} />}
      </Paper>
    </Page>
  );
}

interface NewApiKeyFormProps {
  onSecret(secret: string): void;
}

function NewApiKeyForm({ onSecret }: NewApiKeyFormProps) {
  // The result has the secret, so it is not kept in the cache.
  const [create] = useMutation(CreateApiKeyDocument, { fetchPolicy: "no-cache" });
  const { form, formProps, field, problems, isSending } = useServerForm({
    initialValues: noValues,
    send: async ({ title, expiresAt, scopes }) => {
      const input = { title, scopes, ...(expiresAt !== "" && { expiresAt: new Date(expiresAt).toISOString() }) };
      return (await create({ variables: { input } })).data?.apiKeyCreate;
    },
    onSaved: (payload) => onSecret(payload.secret ?? ""),
  });
  useUnsavedChanges(form.isDirty());
  return (
    <form {...formProps}>
      <Stack>
        <FormProblems problems={problems} />
        <TextInput
          label="Title"
          description="What the key is for"
          placeholder="ERP import"
          required
          dir="auto"
          {...field("title")}
        />
        <TextInput
          type="datetime-local"
          label="Expires"
          description="Empty for a key that does not expire"
          {...field("expiresAt")}
        />
        <ScopesInput
          value={form.getValues().scopes}
          error={form.errors.scopes}
          onChange={(scopes) => form.setFieldValue("scopes", scopes)}
        />
        <FormButtons action="Create key" isSending={isSending} cancel="/api-keys" />
      </Stack>
    </form>
  );
}
