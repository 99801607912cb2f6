/** Public API: what an analysis file imports, and the engine as a library. */
export type { AnalysisJson } from "./spec/analysis.js";
export { type AnalysisInput, defineAnalysis } from "./spec/define-analysis.js";
