import { Button, SimpleGrid } from "@mantine/core";
import { Pencil } from "lucide-react";
import { Link } from "react-router";
import { Time } from "../format/time.js";
import { Fact } from "../layout/fact.js";
import { PageCard } from "../layout/page-card.js";
import { useScopes } from "../viewer/viewer-context.js";
import type { CustomerDetailsFragment } from "./customer.generated.js";

interface CustomerFactsProps {
  readonly customer: CustomerDetailsFragment;
}

/** The fields of a customer. */
export function CustomerFacts({ customer }: CustomerFactsProps) {
  const mayWrite = useScopes("CUSTOMERS_WRITE");
  const mayEdit = mayWrite && customer.deletedAt === null && customer.erasedAt === null;
  return (
    <PageCard title="Details" actions={mayEdit && <EditLink id={customer.id} />}>
      <SimpleGrid cols={{ base: 2, xs: 3 }} verticalSpacing="sm">
        <Fact label="First name">{customer.firstName}</Fact>
        <Fact label="Last name">{customer.lastName}</Fact>
        <Fact label="Company">{customer.companyName}</Fact>
        <Fact label="Email">{customer.email}</Fact>
        <Fact label="Phone">{customer.phone && <bdi>{customer.phone}</bdi>}</Fact>
        <Fact label="Account">{customer.hasAccount ? "Registered" : "Guest"}</Fact>
        <Fact label="Email confirmed">{customer.emailVerifiedAt && <Time value={customer.emailVerifiedAt} />}</Fact>
        <Fact label="Created">
          <Time value={customer.createdAt} />
        </Fact>
        <Fact label="Last changed">
          <Time value={customer.updatedAt} />
        </Fact>
      </SimpleGrid>
    </PageCard>
  );
}

interface EditLinkProps {
  readonly id: string;
}

function EditLink({ id }: EditLinkProps) {
  return (
    <Button
      variant="default"
      size="xs"
      component={Link}
      to={`/customers/${id}/edit`}
      leftSection={<Pencil size={14} aria-hidden />}
    >
      Edit
    </Button>
  );
}
