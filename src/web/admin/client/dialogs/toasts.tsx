import { Notifications, notifications } from "@mantine/notifications";
import { createRoot } from "react-dom/client";
import { AppTheme } from "../theme/app-theme.js";

// The code of notifications is loaded for the first of them, so they have a root of their own.
const container = document.createElement("div");
document.body.append(container);
createRoot(container).render(
  <AppTheme>
    <Notifications position="top-right" autoClose={5_000} />
  </AppTheme>,
);

export const show = notifications.show;
