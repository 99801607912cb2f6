import { z } from "zod";
import { analysisSchema, specVersion } from "./analysis.js";

/** The JSON Schema (draft 2020-12) of an analysis as an author may write it; shipped as schema.json with what is used twice defined once (`ref`). */
export function analysisJsonSchema(reused: "ref" | "inline"): Record<string, unknown> {
  const schema = z.toJSONSchema(analysisSchema, { io: "input", target: "draft-2020-12", reused });
  return { $id: `urn:scanarm:analysis:${specVersion}`, ...schema };
}
