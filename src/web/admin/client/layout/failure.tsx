import { Button, Center, Stack, Text, Title } from "@mantine/core";

/** Says that the app has failed. */
export function Failure() {
  return (
    <Center mih="60dvh" p="md">
      <Stack align="center" gap="sm" role="alert">
        <Title order={1} size="h3">
          Something went wrong
        </Title>
        <Text c="dimmed" ta="center">
          The page could not be shown. What you saved is safe. Load the page again.
        </Text>
        <Button onClick={() => location.reload()}>Load the page again</Button>
      </Stack>
    </Center>
  );
}
