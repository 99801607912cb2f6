import { existsSync, readFileSync } from "node:fs";
import { OutputError } from "../../errors.js";

/** The page's script as the build bundles it; it lies in dist/, whether this file runs from there or from src/. Throws OutputError before the first build. */
export function loadClient(): string {
  const bundle = new URL("../../../dist/report/html/client.bundle.js", import.meta.url);
  if (!existsSync(bundle))
    throw new OutputError(
      "the report's script must be built; dist/report/html/client.bundle.js is missing: npm run build",
    );
  return readFileSync(bundle, "utf8");
}
