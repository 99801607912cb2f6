import type { AnalysisJson } from "../../src/spec/analysis.js";

/** The smallest sound analysis with a weighted design; tests change one thing in it. */
export function minimalAnalysis(): AnalysisJson {
  return {
    id: "minimal",
    title: "Minimal",
    question: "Does it run?",
    source: { folder: "data" },
    cohort: {
      trial: { label: "Trial", dataset: "trial", index: { rule: "day-zero", meaning: "entry" } },
      control: { label: "Control", dataset: "registry", index: { rule: "day-zero", meaning: "entry" } },
    },
    covariates: {
      age: { label: "Age", type: "continuous", from: { kind: "age" } },
      stage: {
        label: "Stage",
        type: "categorical",
        levels: ["II", "III"],
        from: { kind: "observation", concept: "stage" },
      },
    },
    endpoints: {
      rfs: { kind: "collected-event", label: "RFS", event: "RFS", definition: "recurrence or death" },
      response: { kind: "collected-response", label: "Response", event: "RESP", definition: "response" },
    },
    designs: {
      crude: { method: "unadjusted", label: "Crude" },
      weighted: { method: "weighting", label: "ATT weights", propensity: { terms: ["age", "stage"] } },
      matched: { method: "nearest", label: "Matched", propensity: { terms: ["age"] } },
    },
    estimates: {
      crude: { measure: "hazard-ratio", label: "Crude", endpoint: "rfs", design: "crude", role: "context" },
      main: { measure: "hazard-ratio", label: "Weighted", endpoint: "rfs", design: "weighted", role: "primary" },
    },
    disclosure: { smallCellLimit: 0 },
  };
}

/** The same with `change` applied to a copy of it. */
export function changedAnalysis(change: (analysis: Loose) => void): unknown {
  const copy = structuredClone(minimalAnalysis()) as unknown as Loose;
  change(copy);
  return copy;
}

/** An analysis whose every member may be set to anything: what an author may have written. */
export type Loose = { [key: string]: Loose };
