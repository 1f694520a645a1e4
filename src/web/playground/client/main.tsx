import "graphiql/style.css";
import "./playground.css";
import "./workers.js";
import { createRoot } from "react-dom/client";
import { Playground } from "./playground.js";

const root = document.getElementById("root");
if (!root) throw new Error('The page must have an element with the id "root".');
createRoot(root).render(<Playground />);
