// Compiled, not run: `tsc -p tsconfig.test.json` fails when a line marked as an error compiles, or another does not.
import { defineAnalysis } from "../../src/index.js";

const base = {
  id: "x",
  title: "x",
  question: "x",
  source: { folder: "data" },
  cohort: {
    trial: { label: "t", dataset: "t", index: { rule: "entry" } },
    control: { label: "c", dataset: "c", index: { rule: "entry" } },
  },
} as const;

const covariates = { age: { label: "Age", type: "continuous", from: { kind: "age" } } } as const;
const endpoints = { pfs: { kind: "collected-event", label: "PFS", event: "PFS", definition: "d" } } as const;

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: { att: { method: "weighting", label: "ATT", propensity: { terms: ["age"] } } },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "att", role: "primary" } },
  sensitivity: { later: { label: "l", varies: "v", why: "w", patch: {}, estimates: ["main"] } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  // @ts-expect-error agee is no covariate
  designs: { att: { method: "weighting", label: "ATT", propensity: { terms: ["agee"] } } },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "att", role: "primary" } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  // @ts-expect-error os is no endpoint
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "os", design: "crude", role: "primary" } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  // @ts-expect-error att is no design
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "att", role: "primary" } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "crude", role: "primary" } },
  // @ts-expect-error other is no estimate
  sensitivity: { later: { label: "l", varies: "v", why: "w", patch: {}, estimates: ["other"] } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "crude", role: "primary" } },
  // @ts-expect-error other is no estimate
  curves: { all: { label: "l", why: "w", estimate: "other", choices: {} } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  // @ts-expect-error a caliper is a number
  designs: { m: { method: "nearest", label: "M", caliper: "0.2", propensity: { terms: ["age"] } } },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "m", role: "primary" } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: {
    main: {
      measure: "rmst-difference",
      label: "RMST",
      endpoint: "pfs",
      design: "crude",
      role: "primary",
      tauDays: 365,
      // @ts-expect-error agee is no covariate
      adjustment: { by: "g-computation", terms: ["agee"] },
    },
  },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: {
    main: {
      measure: "hazard-ratio",
      label: "HR",
      endpoint: "pfs",
      design: "crude",
      role: "primary",
      // @ts-expect-error sexe is no covariate
      subgroups: { sex: { by: "sexe" } },
    },
  },
});

const missing = { method: "multiple-imputation", imputations: 5 } as const;
defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: {
    att: { method: "weighting", label: "ATT", propensity: { terms: ["age"], missing: { ...missing, also: ["age"] } } },
  },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "att", role: "primary" } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints,
  designs: {
    // @ts-expect-error agee is no covariate
    att: { method: "entropy-balancing", label: "E", moments: ["age"], missing: { ...missing, also: ["agee"] } },
  },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "att", role: "primary" } },
});

defineAnalysis({
  ...base,
  covariates,
  // @ts-expect-error entropy is no covariate
  harmonisation: { scanners: { label: "s", method: "combat", covariates: ["age", "entropy"] } },
  endpoints,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: { main: { measure: "hazard-ratio", label: "HR", endpoint: "pfs", design: "crude", role: "primary" } },
});

const scans = { by: "imaging", definition: "d" } as const;
const responses = {
  orr: { kind: "response", label: "ORR", ...scans },
  pfs: { kind: "progression-free-survival", label: "PFS", ...scans },
  ttr: { kind: "time-to-response", label: "TTR", ...scans },
} as const;
const share = {
  measure: "in-response-difference",
  label: "In response",
  endpoint: "orr",
  timeDays: 183,
  design: "crude",
  role: "primary",
} as const;

defineAnalysis({
  ...base,
  covariates,
  endpoints: responses,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: { main: { ...share, progression: "pfs", timeToResponse: "ttr" } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints: responses,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  // @ts-expect-error os is no endpoint
  estimates: { main: { ...share, progression: "os", timeToResponse: "ttr" } },
});

defineAnalysis({
  ...base,
  covariates,
  endpoints: responses,
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  // @ts-expect-error ttp is no endpoint
  estimates: { main: { ...share, progression: "pfs", timeToResponse: "ttp" } },
});
