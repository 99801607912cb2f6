/** Public API: what an analysis file imports, and the engine's results as a library. */
export {
  type AssessmentInput,
  deriveEndpoints,
  deriveEndpointsFromAssessments,
  type EndpointTables,
  type SubjectInput,
} from "./pipeline/derive-library.js";
export { readResults } from "./pipeline/read-results.js";
export { type StatisticsColumns, statisticsColumns, statisticsTable } from "./pipeline/statistics-table.js";
export type { AnalysisJson } from "./spec/analysis.js";
export { type AnalysisInput, defineAnalysis } from "./spec/define-analysis.js";
export type { DeriveOptionsJson } from "./spec/derive-options.js";
