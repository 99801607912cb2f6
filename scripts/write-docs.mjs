// Writes what is generated from the code: schema.json, docs/SPEC.md, docs/DATA-CONTRACT.md. Run after `npm run build`.
import { writeFileSync } from "node:fs";
import { generatedDocs } from "../dist/pipeline/generated-docs.js";

for (const { path, content } of generatedDocs()) writeFileSync(path, content);
