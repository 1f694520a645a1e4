import "@mantine/core/styles.css";
import "@mantine/dates/styles.css";
import "@mantine/charts/styles.css";
import "@mantine/notifications/styles.css";
import "./admin.css";
import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { styleNonce } from "./theme/page-data.js";

// Mantine's dialogs keep the page behind them from scrolling with a style element of their own.
setNonce(styleNonce);

const root = document.getElementById("root");
if (!root) throw new Error('The page must have an element with the id "root".');
createRoot(root).render(<App />);
