import { SimpleGrid, TextInput } from "@mantine/core";
import { PasswordField } from "../forms/password-field.js";
import type { ServerForm } from "../forms/use-server-form.js";
import type { Scope } from "../generated/schema.js";
import { ScopesInput } from "../scopes/scopes-input.js";

/** The fields of a member of staff in forms. */
export type StaffValues = { email: string; firstName: string; lastName: string; password: string; scopes: Scope[] };

interface StaffFieldsProps {
  readonly server: ServerForm<StaffValues>;
  readonly passwordHint: string;
  readonly isPasswordRequired: boolean;
}

/** The inputs for a member of staff. */
export function StaffFields({ server: { form, field }, passwordHint, isPasswordRequired }: StaffFieldsProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="First name" dir="auto" {...field("firstName")} />
        <TextInput label="Last name" dir="auto" {...field("lastName")} />
      </SimpleGrid>
      <TextInput label="Email" required inputMode="email" autoCapitalize="none" {...field("email")} />
      <PasswordField
        label="New password"
        description={passwordHint}
        required={isPasswordRequired}
        autoComplete="new-password"
        {...field("password")}
      />
      <ScopesInput
        value={form.getValues().scopes}
        error={form.errors.scopes}
        onChange={(scopes) => form.setFieldValue("scopes", scopes)}
      />
    </>
  );
}
