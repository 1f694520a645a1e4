import { Text } from "@mantine/core";
import type { AddressRowFragment } from "./addresses.generated.js";

interface AddressLinesProps {
  readonly address: AddressRowFragment;
}

/** An address as on an envelope. */
export function AddressLines({ address }: AddressLinesProps) {
  const { firstName, lastName, company, address1, address2, postalCode, city, province, country, countryCode } =
    address;
  const lines = [
    joined(firstName, lastName),
    company,
    address1,
    address2,
    joined(postalCode, city),
    province,
    country?.displayName ?? countryCode,
  ].filter(Boolean);
  return (
    <address className="address-lines">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <Text size="sm" dir="auto" className="wrap-anywhere" key={index}>
          {line}
        </Text>
      ))}
      {address.phone && (
        <Text size="sm">
          <bdi>{address.phone}</bdi>
        </Text>
      )}
    </address>
  );
}

function joined(...texts: readonly (string | null)[]): string {
  return texts.filter(Boolean).join(" ");
}
