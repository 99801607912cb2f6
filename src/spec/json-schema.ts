import { z } from "zod";
import { analysisSchema, specVersion } from "./analysis.js";
import { deriveOptionsSchema } from "./derive-options.js";
import { ingestSchema } from "./ingest-config.js";

/** The JSON Schema (draft 2020-12) of an analysis as an author may write it; shipped as schema.json with what is used twice defined once (`ref`). */
export function analysisJsonSchema(reused: "ref" | "inline"): Record<string, unknown> {
  const schema = z.toJSONSchema(analysisSchema, { io: "input", target: "draft-2020-12", reused });
  return { $id: `urn:scanarm:analysis:${specVersion}`, ...schema };
}

/** The JSON Schema of the options of `derive`, everything in its place. */
export function deriveJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(deriveOptionsSchema, { io: "input", target: "draft-2020-12", reused: "inline" });
}

/** The JSON Schema of the configuration of `ingest`, everything in its place. */
export function ingestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(ingestSchema, { io: "input", target: "draft-2020-12", reused: "inline" });
}
