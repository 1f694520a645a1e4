import "graphiql/style.css";
import "./playground.css";
import "./workers.js";
import { createRoot } from "react-dom/client";
import { takeKeyFromAddress } from "./credential.js";
import { Playground } from "./playground.js";

takeKeyFromAddress();

const root = document.getElementById("root");
if (!root) throw new Error('The page must have an element with the id "root".');
createRoot(root).render(<Playground />);
