import { PasswordInput, type PasswordInputProps } from "@mantine/core";

/** A field for a password in a form. Mantine's does not tell screen readers, and the form, that it has an error. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput aria-invalid={Boolean(props.error)} {...props} />;
}
