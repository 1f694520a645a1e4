import { useQuery } from "@apollo/client/react";
import { Button, SimpleGrid, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { lazyComponent } from "../../layout/lazy-component.js";
import { LoadState } from "../../layout/load-state.js";
import { PageCard } from "../../layout/page-card.js";
import { LoadMore } from "../../lists/load-more.js";
import { useScopes } from "../../viewer/viewer-context.js";
import { AddressItem } from "./address-item.js";
import { AddressesCardDocument, type AddressRowFragment } from "./addresses.generated.js";

const AddressDialog = lazyComponent(async () => (await import("./address-dialog.js")).AddressDialog);

interface AddressesCardProps {
  readonly customerId: string;
}

/** The addresses of a customer. */
export function AddressesCard({ customerId }: AddressesCardProps) {
  const { data, error, refetch, fetchMore } = useQuery(AddressesCardDocument, {
    variables: { id: customerId },
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("CUSTOMERS_WRITE");
  // The address in the dialog, "new", or undefined while the dialog is closed.
  const [edited, setEdited] = useState<AddressRowFragment | "new">();
  const addresses = data?.customer?.addresses;
  return (
    <PageCard title="Addresses" actions={mayWrite && <NewAddressButton onClick={() => setEdited("new")} />}>
      <LoadState queries={[{ error, refetch }]} isLoaded={addresses !== undefined} height={120} />
      {addresses?.nodes.length === 0 && <Text c="dimmed">No addresses.</Text>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {addresses?.nodes.map((address) => (
          <AddressItem
            key={address.id}
            customerId={customerId}
            address={address}
            mayWrite={mayWrite}
            onEdit={() => setEdited(address)}
          />
        ))}
      </SimpleGrid>
      {addresses && <LoadMore pageInfo={addresses.pageInfo} onLoad={(after) => fetchMore({ variables: { after } })} />}
      <Suspense>
        {edited && (
          <AddressDialog
            customerId={customerId}
            address={edited === "new" ? undefined : edited}
            onClose={() => setEdited(undefined)}
          />
        )}
      </Suspense>
    </PageCard>
  );
}

interface NewAddressButtonProps {
  onClick(): void;
}

function NewAddressButton({ onClick }: NewAddressButtonProps) {
  return (
    <Button variant="default" size="xs" leftSection={<Plus size={14} aria-hidden />} onClick={onClick}>
      Add address
    </Button>
  );
}
