import type { AnalysisJson } from "../spec/analysis.js";
import type { Plan } from "../spec/plan.js";
import { resolve } from "../spec/resolve.js";

/** Central reader whose reading counts, in criteria and endpoints. */
export const studyReader = "central-1";

/** Days to index in which the baseline scan must lie. */
export const baselineWindow = [-42, 0] as const;

/** Single agents of routine care; nobody gets one of them before the index line. */
export const singleAgents = ["docetaxel", "pemetrexed", "gemcitabine"] as const;

const measuredTarget = `select l.patient_id
from baseline.lesion as l
join baseline.imaging_study as s on s.patient_id = l.patient_id
join baseline.lesion_measurement as m
  on m.study_uid = s.study_uid and m.reader_id = l.reader_id and m.lesion_id = l.lesion_id
where l.reader_id = '${studyReader}' and l.role = 'target' and m.state = 'measured'
  and s.performed_day between ${baselineWindow[0]} and ${baselineWindow[1]}`;

const finding = (label: string, concept: string, equals: string) =>
  ({ label, type: "binary", from: { kind: "observation", concept }, when: { equals } }) as const;

const terms = [
  "age",
  "female",
  "ecogOne",
  { spline: "ldh", df: 3 },
  "albumin",
  "liver",
  "brain",
  "bone",
  "thirdLine",
  "squamous",
] as const;

/** Gates are set aside: the study asks what an estimate is worth, also where a gate would have held it back. */
const why = "the operating characteristics are wanted with and without what a gate would hold back";
const gates = {
  smd: { atMost: 0.1, reason: why },
  weightShare: { atMost: 0.05, reason: why },
  unmatchedTrial: { atMost: 0.1, reason: why },
} as const;

const response = { kind: "response", measure: "objective" } as const;
const pfs = { kind: "progression-free-survival" } as const;
const charts = { by: "ehr", anchors: ["physician_note", "radiology_report"] } as const;
const difference = (design: string) =>
  ({
    measure: "risk-difference",
    label: `Response, ${design}`,
    endpoint: "response",
    design,
    role: "exploratory",
  }) as const;
const ratio = (design: string) =>
  ({ measure: "hazard-ratio", label: `PFS, ${design}`, endpoint: "pfs", design, role: "exploratory" }) as const;

const interval = (model: "semiparametric" | "weibull", deaths: "exact" | "interval") =>
  ({
    measure: "interval-hazard-ratio",
    model,
    deaths,
    label: `PFS, ${model}, deaths ${deaths}`,
    endpoint: "pfs",
    design: "weighted",
    role: "exploratory",
  }) as const;

/** The analysis that each replicate goes through, as an author would write it for a world in `folder`. */
export function studyAnalysis(folder: string): AnalysisJson {
  return {
    id: "operating-characteristics",
    title: "Operating characteristics",
    question: "How often is the engine right in worlds whose truth is known?",
    source: { folder },
    cohort: {
      trial: {
        label: "Trial",
        dataset: "lung-trial",
        index: { rule: "therapy-line", regimens: ["SYN-101"] },
      },
      control: {
        label: "Routine care",
        dataset: "lung-care",
        index: { rule: "therapy-line", lineNumbers: [2, 3], regimens: singleAgents },
        eligibility: [
          { kind: "observation", label: "ECOG 0 or 1", concept: "ecog", is: { atMost: 1 } },
          { kind: "observation", label: "Albumin 30 g/L and more", concept: "albumin", is: { atLeast: 30 } },
          { kind: "observation", label: "No EGFR mutation", concept: "egfr", is: { equals: "wild type" } },
          { kind: "observation", label: "No ALK rearrangement", concept: "alk", is: { equals: "not rearranged" } },
          { kind: "imaging", label: "CT before index", modalities: ["CT"], window: baselineWindow },
          { kind: "sql", label: "A measured target on it", sql: measuredTarget },
        ],
      },
    },
    covariates: {
      age: { label: "Age", type: "continuous", from: { kind: "age" } },
      female: { label: "Female", type: "binary", from: { kind: "patient", column: "sex" }, when: { equals: "female" } },
      ecogOne: {
        label: "ECOG 1",
        type: "binary",
        from: { kind: "observation", concept: "ecog" },
        when: { atLeast: 1 },
      },
      ldh: { label: "LDH", type: "continuous", from: { kind: "observation", concept: "ldh" } },
      albumin: { label: "Albumin", type: "continuous", from: { kind: "observation", concept: "albumin" } },
      liver: finding("Liver metastases", "metastasis_liver", "yes"),
      brain: finding("Brain metastases", "metastasis_brain", "yes"),
      bone: finding("Bone metastases", "metastasis_bone", "yes"),
      thirdLine: {
        label: "Third line",
        type: "binary",
        from: { kind: "therapy-line", column: "line_number" },
        when: { equals: 3 },
      },
      squamous: {
        label: "Squamous",
        type: "binary",
        from: { kind: "diagnosis", column: "histology" },
        when: { equals: "squamous cell carcinoma" },
      },
    },
    imaging: {
      readers: { rule: "reader", reader: studyReader },
      schedule: {
        segments: [
          { everyDays: 42, untilDay: 336 },
          { everyDays: 63, untilDay: 1830 },
        ],
      },
    },
    endpoints: {
      response: { ...response, by: "imaging", label: "Response", definition: "confirmed CR or PR" },
      pfs: { ...pfs, by: "imaging", label: "PFS", definition: "first progression by scan, or death" },
      chartResponse: { ...response, ...charts, label: "Response in charts", definition: "CR or PR as written" },
      chartPfs: { ...pfs, ...charts, label: "PFS by charts", definition: "first progression as written, or death" },
    },
    designs: {
      crude: { method: "unadjusted", label: "Crude" },
      weighted: { method: "weighting", label: "ATT weights", propensity: { terms }, gates },
      matched: { method: "nearest", label: "1:1 matching", propensity: { terms }, gates },
      balanced: { method: "entropy-balancing", label: "Entropy balancing", moments: terms, gates },
    },
    estimates: {
      responseCrude: difference("crude"),
      responseWeighted: difference("weighted"),
      responseMatched: difference("matched"),
      responseBalanced: difference("balanced"),
      pfsCrude: ratio("crude"),
      pfsWeighted: ratio("weighted"),
      pfsMatched: ratio("matched"),
      pfsBalanced: ratio("balanced"),
      pfsIntervalExact: interval("weibull", "exact"),
      pfsIntervalDeath: interval("weibull", "interval"),
      pfsStepExact: interval("semiparametric", "exact"),
      pfsStepDeath: interval("semiparametric", "interval"),
    },
    disclosure: { smallCellLimit: 0 },
  };
}

/** The same, resolved. */
export function studyPlan(): Plan {
  return resolve(studyAnalysis("rwid"), "the study of operating characteristics");
}
