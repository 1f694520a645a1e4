import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { styleNonce } from "./page-data.js";
import { cssVariables, theme } from "./theme.js";

interface AppThemeProps {
  readonly children: ReactNode;
}

/** The colors and shapes of the components. */
export function AppTheme({ children }: AppThemeProps) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      {children}
    </MantineProvider>
  );
}
