import { defineAnalysis } from "scanarm";

const terms = [
  "age",
  "female",
  "ecog1",
  "squamous",
  "thirdLine",
  "liver",
  "brain",
  "bone",
  { spline: "ldh", df: 3 },
  "albumin",
] as const;

const site = (label: string, concept: string) =>
  ({ label, type: "binary", from: { kind: "observation", concept }, when: { equals: "yes" } }) as const;

/** Outcomes of everyday medicine that neither treatment nor tumour touches: NC01 to NC24. */
const negativeControls = Array.from({ length: 24 }, (_, i) => `NC${String(i + 1).padStart(2, "0")}`);

export default defineAnalysis({
  id: "nsclc-imaging",
  title:
    "SYN-101 in previously treated non-small-cell lung cancer: single-arm trial against routine care, endpoints confirmed on scans",
  question:
    "In patients like those of the trial, how do confirmed objective response and progression-free survival under SYN-101 compare with single-agent chemotherapy in routine care?",

  source: { folder: "../../data-samples/nsclc/rwid" },

  cohort: {
    trial: {
      label: "Trial, SYN-101",
      dataset: "lung-trial",
      index: { rule: "therapy-line", regimens: ["SYN-101"], which: "first" },
    },
    control: {
      label: "Routine care, chemotherapy",
      dataset: "lung-care",
      index: {
        rule: "therapy-line",
        lineNumbers: [2, 3],
        regimens: ["docetaxel", "pemetrexed", "gemcitabine", "vinorelbine"],
        which: "first",
      },
    },
    eligibility: [
      { kind: "age", label: "Age 18 years or above", is: { atLeast: 18 } },
      { kind: "diagnosis", label: "Non-small-cell lung cancer", codes: ["C34"] },
      {
        kind: "observation",
        label: "ECOG performance status 0 or 1, recorded in the 90 days to index",
        concept: "ecog",
        is: { atMost: 1 },
        window: [-90, 0],
      },
      {
        kind: "observation",
        label: "No EGFR mutation on record",
        concept: "egfr",
        is: { equals: "wild type" },
        undocumented: "include",
      },
      {
        kind: "observation",
        label: "No ALK rearrangement on record",
        concept: "alk",
        is: { equals: "not rearranged" },
        undocumented: "include",
      },
      {
        kind: "observation",
        label: "Albumin of 30 g/L or above, or none on record",
        concept: "albumin",
        is: { atLeast: 30 },
        window: [-90, 0],
        undocumented: "include",
      },
      { kind: "imaging", label: "CT in the 42 days to index", modalities: ["CT"], window: [-42, 0] },
    ],
  },

  covariates: {
    age: { label: "Age", type: "continuous", unit: "years", from: { kind: "age" } },
    female: { label: "Female", type: "binary", from: { kind: "patient", column: "sex" }, when: { equals: "female" } },
    ecog1: {
      label: "ECOG performance status 1",
      type: "binary",
      from: { kind: "observation", concept: "ecog", window: [-90, 0] },
      when: { equals: 1 },
    },
    squamous: {
      label: "Squamous histology",
      type: "binary",
      from: { kind: "diagnosis", column: "histology" },
      when: { equals: "squamous cell carcinoma" },
    },
    thirdLine: {
      label: "Third line (against second)",
      type: "binary",
      from: { kind: "therapy-line", column: "line_number" },
      when: { equals: 3 },
    },
    liver: site("Liver metastases", "metastasis_liver"),
    brain: site("Brain metastases", "metastasis_brain"),
    bone: site("Bone metastases", "metastasis_bone"),
    ldh: {
      label: "Lactate dehydrogenase",
      type: "continuous",
      unit: "U/L",
      from: { kind: "observation", concept: "ldh", window: [-90, 0] },
    },
    albumin: {
      label: "Albumin",
      type: "continuous",
      unit: "g/L",
      from: { kind: "observation", concept: "albumin", window: [-90, 0] },
    },
    neverSmoker: {
      label: "Never smoked (not in the propensity model)",
      type: "binary",
      from: { kind: "observation", concept: "smoking" },
      when: { equals: "never" },
    },
    pdl1: {
      label: "PD-L1 tumour proportion score (not in the propensity model)",
      type: "continuous",
      unit: "%",
      from: { kind: "observation", concept: "pdl1_tps" },
    },
  },

  imaging: {
    criteria: "recist-1.1",
    readers: { rule: "reader", reader: "central-1" },
    schedule: {
      segments: [
        { everyDays: 42, untilDay: 336 },
        { everyDays: 63, untilDay: 1512 },
      ],
      toleranceDays: 7,
      longestIntervalDays: 63,
    },
  },

  endpoints: {
    confirmedResponse: {
      kind: "response",
      by: "imaging",
      label: "Confirmed objective response",
      definition: "complete or partial response by RECIST 1.1, confirmed at least 28 days later, central reader 1",
      measure: "objective",
      confirmed: true,
    },
    progressionFree: {
      kind: "progression-free-survival",
      by: "imaging",
      label: "Progression-free survival",
      definition: "first of progression by RECIST 1.1 (central reader 1) and death; a new anticancer therapy censors",
    },
    overallSurvival: {
      kind: "overall-survival",
      label: "Overall survival",
      definition: "death of any cause; the living are censored at their last contact",
    },
    chartResponse: {
      kind: "response",
      by: "ehr",
      anchors: ["physician_note", "radiology_report"],
      label: "Real-world response (charts)",
      definition: "complete or partial response as clinicians or radiology reports put it; no scan is read",
      measure: "objective",
    },
    chartProgressionFree: {
      kind: "progression-free-survival",
      by: "ehr",
      anchors: ["physician_note", "radiology_report", "treatment_change"],
      label: "Real-world progression-free survival (charts)",
      definition: "first of progression as charts put it and death; no scan is read",
    },
  },

  designs: {
    crude: { method: "unadjusted", label: "Crude" },
    attWeights: {
      method: "weighting",
      label: "ATT weights",
      propensity: { terms, missing: "complete-case" },
      gates: { effectiveSampleSize: { atLeast: 100 } },
    },
    matched: {
      method: "nearest",
      label: "1:2 matching",
      propensity: { terms, missing: "complete-case" },
      ratio: 2,
      caliper: 0.2,
    },
    pairs: {
      method: "nearest",
      label: "1:1 matching",
      propensity: { terms, missing: "complete-case" },
      caliper: 0.2,
      gates: {
        smd: {
          reason:
            "made for the bounds on hidden bias within pairs; what stays apart is in the table of balance, and the weighted design leads",
        },
      },
    },
    entropy: {
      method: "entropy-balancing",
      label: "Entropy balancing",
      moments: terms,
      missing: "complete-case",
    },
  },

  estimates: {
    responseWeighted: {
      label: "Confirmed response, ATT-weighted",
      measure: "risk-difference",
      endpoint: "confirmedResponse",
      design: "attWeights",
      role: "primary",
    },
    progressionWeighted: {
      label: "PFS, ATT-weighted",
      measure: "hazard-ratio",
      endpoint: "progressionFree",
      design: "attWeights",
      role: "key-secondary",
    },
    survivalWeighted: {
      label: "OS, ATT-weighted",
      measure: "hazard-ratio",
      endpoint: "overallSurvival",
      design: "attWeights",
      role: "exploratory",
    },
    responseCrude: {
      label: "Confirmed response, crude",
      measure: "risk-difference",
      endpoint: "confirmedResponse",
      design: "crude",
      role: "context",
    },
    progressionCrude: {
      label: "PFS, crude",
      measure: "hazard-ratio",
      endpoint: "progressionFree",
      design: "crude",
      role: "context",
    },
    responseMatched: {
      label: "Confirmed response, 1:2 matched",
      measure: "risk-difference",
      endpoint: "confirmedResponse",
      design: "matched",
      role: "sensitivity",
    },
    progressionMatched: {
      label: "PFS, 1:2 matched",
      measure: "hazard-ratio",
      endpoint: "progressionFree",
      design: "matched",
      role: "sensitivity",
    },
    responsePairs: {
      label: "Confirmed response, 1:1 matched",
      measure: "risk-difference",
      endpoint: "confirmedResponse",
      design: "pairs",
      role: "sensitivity",
    },
    responseEntropy: {
      label: "Confirmed response, entropy-balanced",
      measure: "risk-difference",
      endpoint: "confirmedResponse",
      design: "entropy",
      role: "sensitivity",
    },
    progressionEntropy: {
      label: "PFS, entropy-balanced",
      measure: "hazard-ratio",
      endpoint: "progressionFree",
      design: "entropy",
      role: "sensitivity",
    },
    chartResponse: {
      label: "Real-world response from charts",
      measure: "risk-difference",
      endpoint: "chartResponse",
      design: "crude",
      role: "context",
    },
    chartProgression: {
      label: "Real-world PFS from charts",
      measure: "hazard-ratio",
      endpoint: "chartProgressionFree",
      design: "crude",
      role: "context",
    },
  },

  sensitivity: {
    secondReader: {
      label: "Central reader 2",
      varies: "the reader: the second central reader in place of the first, for both arms",
      why: "readers choose other targets and see other new lesions; the conclusion should not hang on one of them",
      patch: { imaging: { readers: { rule: "reader", reader: "central-2" } } },
      estimates: ["responseWeighted", "progressionWeighted"],
    },
    unconfirmed: {
      label: "Response without confirmation",
      varies: "response: any complete or partial response counts, confirmed or not",
      why: "routine care scans less often and so confirms less; the difference shows what confirmation costs each arm",
      patch: { endpoints: { confirmedResponse: { confirmed: false } } },
      estimates: ["responseWeighted"],
    },
    newTherapyIgnored: {
      label: "New therapy ignored",
      varies: "censoring: follow-up goes on after a new anticancer therapy",
      why: "routine care changes therapy earlier; censoring there may depend on prognosis",
      patch: { endpoints: { progressionFree: { progressionRule: "new-therapy-ignored" } } },
      estimates: ["progressionWeighted"],
    },
    lateEventsCapped: {
      label: "Events long after the last scan censored",
      varies:
        "progression or death later than two long intervals and the tolerance after the last adequate scan is censored there",
      why: "one absolute limit for both arms; a progression found late may have been there for long",
      patch: { endpoints: { progressionFree: { progressionRule: "missed-two-cap" } } },
      estimates: ["progressionWeighted"],
    },
    progressionAtMidpoint: {
      label: "Progression in the middle of its interval",
      varies: "the day of progression: the middle between the last clear scan and the scan that shows it",
      why: "routine care scans at longer intervals and so sees progression later",
      patch: { endpoints: { progressionFree: { progressionRule: "midpoint" } } },
      estimates: ["progressionWeighted"],
    },
    withoutLaboratory: {
      label: "Without laboratory values in the model",
      varies:
        "the propensity model: without lactate dehydrogenase and albumin, so that nobody is left out for a missing value",
      why: "shows what leaving out patients without laboratory values does against leaving out the values",
      patch: {
        designs: {
          attWeights: {
            propensity: {
              terms: ["age", "female", "ecog1", "squamous", "thirdLine", "liver", "brain", "bone"],
            },
          },
        },
      },
      estimates: ["responseWeighted", "progressionWeighted"],
    },
    negativeControl: {
      label: "Negative control outcome",
      role: "diagnostic",
      varies: "the outcome: an event that neither treatment nor tumour can touch",
      why: "its hazard ratio should be 1 but for chance and bias",
      patch: {
        endpoints: {
          progressionFree: {
            kind: "collected-event",
            label: "Negative control NC01",
            event: "NC01",
            definition: "recorded in the chart; no treatment touches it",
          },
        },
      },
      estimates: ["progressionWeighted"],
    },
  },

  comparison: {
    response: {
      label: "Response",
      ehr: "chartResponse",
      imaging: "confirmedResponse",
      estimates: ["responseWeighted"],
      subgroups: ["thirdLine", "squamous"],
      // few, for an example that ends within seconds; 500 where nothing is said
      replicates: 100,
    },
    progression: {
      label: "Progression-free survival",
      ehr: "chartProgressionFree",
      imaging: "progressionFree",
      estimates: ["progressionWeighted"],
      subgroups: ["thirdLine", "squamous"],
      replicates: 100,
    },
  },

  bias: {
    eValue: { method: "e-value", estimates: ["responseWeighted", "progressionWeighted"] },
    unmeasuredConfounder: { method: "unmeasured-confounder", estimates: ["progressionWeighted"] },
    rosenbaum: { method: "rosenbaum", estimates: ["responsePairs"] },
    notEvaluable: {
      method: "not-evaluable",
      estimates: ["responseWeighted"],
      covariates: ["age", "ecog1", "liver", "bone"],
    },
    censoring: { method: "censoring", estimates: ["progressionWeighted"] },
    scanAlignment: { method: "scan-alignment", estimates: ["progressionWeighted"] },
    negativeControls: {
      method: "negative-controls",
      estimates: ["progressionWeighted"],
      events: [...negativeControls],
    },
    referenceStudies: {
      method: "reference-studies",
      estimates: ["progressionWeighted"],
      set: "nsclc-incerti-2023",
      similar:
        "previously treated advanced non-small-cell lung cancer, a trial against routine care, as in those replications",
    },
  },

  limitations: [
    "The data are synthetic: no patient is real, and the drug does not exist. The truth behind them is known (data-samples/nsclc/truth.json) and was not read by this analysis.",
    "The trial has no charts: real-world endpoints exist for the control arm alone. A contrast by charts in both arms cannot be estimated; one of trial scans against control charts is shown as a scenario.",
    "Patients without lactate dehydrogenase or albumin on record are left out of the adjusted designs; they are missing at random in this world by construction, which real data do not promise.",
    "Routine care scans every six to nine weeks by the clinician's judgement; progression is seen later than on the trial's schedule.",
    "Accrual of routine care began years before the trial's; standards of care may have changed between.",
  ],

  disclosure: { smallCellLimit: 0 },
});
