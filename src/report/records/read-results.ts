import { DataError, SpecError } from "../../errors.js";
import { resultsVersion } from "../../results/records.js";
import { type ResultsFile, resultsFileSchema } from "../../results/results-file.js";
import type { Plan } from "../../spec/plan.js";
import { resolve } from "../../spec/resolve.js";
import { withVisibleText } from "../visible-text.js";
import { indexRecords, type RecordIndex } from "./record-index.js";

/** A results file, checked: everything a report is made from. Texts hold no character that acts instead of being seen. */
export interface ReportInput {
  readonly results: ResultsFile;
  readonly plan: Plan;
  readonly records: RecordIndex;
}

/**
 * Reads the content of a results.json (parsed JSON). Throws a DataError where its version is another, its form is broken, or its plan is
 * not an analysis or not the one whose hash it carries.
 */
export function readResults(content: unknown): ReportInput {
  const version = (content as { resultsVersion?: unknown } | null)?.resultsVersion;
  if (version !== resultsVersion) {
    const seen = version === undefined ? "none" : JSON.stringify(version);
    throw new DataError(`results.json must have resultsVersion "${resultsVersion}"; got ${seen}: run analyze again`);
  }
  const parsed = resultsFileSchema.safeParse(content);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new DataError(`results.json has not the form of resultsVersion "${resultsVersion}": ${issues.join("; ")}`);
  }
  const results = withVisibleText(parsed.data);
  checkPlanHash(parsed.data);
  return { results, plan: readPlan(results), records: indexRecords(results.records) };
}

function checkPlanHash(results: ResultsFile): void {
  const { hash } = readPlan(results);
  if (hash !== results.planHash)
    throw new DataError(
      `the plan in results.json must have the hash it states, ${results.planHash.slice(0, 12)}; got ${hash.slice(0, 12)}: run analyze again`,
    );
}

function readPlan(results: ResultsFile): Plan {
  try {
    return resolve(results.plan, "plan of results.json");
  } catch (error) {
    if (error instanceof SpecError) throw new DataError(error.message);
    throw error;
  }
}
