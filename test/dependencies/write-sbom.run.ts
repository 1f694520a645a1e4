// npm run sbom
import { writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./lock-file.js";
import { createSbom, sbomFile } from "./sbom.js";

writeFileSync(path.join(repository, sbomFile), createSbom());
