import { Center, Loader } from "@mantine/core";

/** Is shown until the server has said who is signed in. */
export function SplashScreen() {
  return (
    <Center mih="100dvh" component="main" aria-busy="true">
      <Loader aria-label="Loading" />
    </Center>
  );
}
