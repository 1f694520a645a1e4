import { Skeleton, Stack } from "@mantine/core";

/** Is shown while the code of a page is loaded. */
export function PageSkeleton() {
  return (
    <Stack gap="lg" maw={1400} mx="auto" aria-busy="true">
      <Skeleton height={34} width={220} />
      <Skeleton height={360} />
    </Stack>
  );
}
