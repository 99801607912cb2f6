import { SpecError } from "../errors.js";
import { type Analysis, analysisSchema } from "./analysis.js";
import { applyConvention } from "./apply-convention.js";
import { applyFollowUp } from "./apply-follow-up.js";
import { describeIssues } from "./describe-issues.js";
import { isDerived } from "./endpoint.js";
import { findUnreadable } from "./find-unreadable.js";
import { imagingSchema } from "./imaging.js";

/** The analysis that `input` writes, every default filled in. `prefix`: where the input stands in the file. Throws a SpecError of every breach of the schema. */
export function parseAnalysis(input: unknown, place: string, prefix: readonly string[]): Analysis {
  const breach = findUnreadable(input);
  if (breach !== null) throw specError([breach], place);
  const parsed = analysisSchema.safeParse(applyConvention(applyFollowUp(input)), { reportInput: false });
  if (parsed.success) return withImaging(parsed.data);
  throw specError(describeIssues(parsed.error.issues, { schema: analysisSchema, input, prefix }), place);
}

/** The analysis with the imaging section written out, where an endpoint is derived and the author left every choice to its default. */
function withImaging(analysis: Analysis): Analysis {
  if (analysis.imaging !== undefined || !Object.values(analysis.endpoints).some(isDerived)) return analysis;
  return { ...analysis, imaging: imagingSchema.parse({}) };
}

/** One error of all breaches. */
export function specError(breaches: readonly string[], place: string): SpecError {
  if (breaches.length === 1) return new SpecError(`${breaches[0]} (${place})`);
  return new SpecError(
    `${breaches.length} things to correct in ${place}:\n${breaches.map((line) => `  - ${line}`).join("\n")}`,
  );
}
