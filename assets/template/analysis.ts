import { defineAnalysis } from "scanarm";

// An analysis that runs at once on public data (data/, see data/DATA.md). Replace data, criteria, covariates and endpoint by your own.
export default defineAnalysis({
  id: "{{id}}",
  title: "Hormone-treated trial patients against a registry",
  question: "Does adjuvant hormonal therapy lengthen recurrence-free survival in the trial's patients?",
  source: { folder: "data" },
  cohort: {
    trial: {
      label: "Trial, treated",
      dataset: "gbsg",
      index: { rule: "day-zero", meaning: "start of follow-up as the trial's file counts it" },
      eligibility: [
        { kind: "observation", label: "Hormonal therapy", concept: "adjuvant_hormone", is: { equals: "yes" } },
      ],
    },
    control: {
      label: "Registry, untreated",
      dataset: "rotterdam",
      index: { rule: "day-zero", meaning: "primary surgery" },
      eligibility: [
        { kind: "observation", label: "Node-positive", concept: "nodes", is: { above: 0 } },
        { kind: "observation", label: "No hormonal therapy", concept: "adjuvant_hormone", is: { equals: "no" } },
      ],
    },
  },
  covariates: {
    age: { label: "Age", type: "continuous", unit: "years", from: { kind: "age" } },
    nodes: { label: "Positive nodes", type: "continuous", from: { kind: "observation", concept: "nodes" } },
    grade3: { label: "Grade 3", type: "binary", from: { kind: "observation", concept: "grade" }, when: { equals: 3 } },
  },
  endpoints: {
    rfs: {
      kind: "collected-event",
      label: "Recurrence-free survival",
      event: "RFS",
      definition: "first of recurrence and death",
    },
  },
  designs: {
    crude: { method: "unadjusted", label: "Crude" },
    weighted: { method: "weighting", label: "ATT weights", propensity: { terms: ["age", "nodes", "grade3"] } },
  },
  estimates: {
    crude: { label: "Crude", measure: "hazard-ratio", endpoint: "rfs", design: "crude", role: "context" },
    weighted: { label: "ATT-weighted", measure: "hazard-ratio", endpoint: "rfs", design: "weighted", role: "primary" },
  },
  // For public data only. Remove this line for your own: counts below 11 are then suppressed.
  disclosure: { smallCellLimit: 0 },
});
