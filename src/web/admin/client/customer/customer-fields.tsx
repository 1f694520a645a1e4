import { SimpleGrid, TextInput } from "@mantine/core";
import type { ServerForm } from "../forms/use-server-form.js";

/** The fields of a customer in forms. */
export type CustomerValues = Record<"firstName" | "lastName" | "companyName" | "email" | "phone", string>;

export const noCustomerValues: CustomerValues = { firstName: "", lastName: "", companyName: "", email: "", phone: "" };

export const customerLabels: Readonly<CustomerValues> = {
  firstName: "First name",
  lastName: "Last name",
  email: "Email",
  phone: "Phone",
  companyName: "Company",
};

interface CustomerFieldsProps {
  readonly field: ServerForm<CustomerValues>["field"];
}

/** The inputs for a customer. */
export function CustomerFields({ field }: CustomerFieldsProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={customerLabels.firstName} dir="auto" {...field("firstName")} />
        <TextInput label={customerLabels.lastName} dir="auto" {...field("lastName")} />
        <TextInput label={customerLabels.email} inputMode="email" autoCapitalize="none" {...field("email")} />
        <TextInput label={customerLabels.phone} inputMode="tel" {...field("phone")} />
      </SimpleGrid>
      <TextInput label={customerLabels.companyName} dir="auto" {...field("companyName")} />
    </>
  );
}
