import { defineAnalysis } from "scanarm";

const hormoneUntreated = {
  kind: "observation",
  label: "No adjuvant hormonal therapy",
  concept: "adjuvant_hormone",
  is: { equals: "no" },
} as const;

const hormoneTreated = {
  kind: "observation",
  label: "Adjuvant hormonal therapy",
  concept: "adjuvant_hormone",
  is: { equals: "yes" },
} as const;

const nodePositive = {
  kind: "observation",
  label: "Node-positive: at least one positive lymph node",
  concept: "nodes",
  is: { above: 0 },
} as const;

export default defineAnalysis({
  id: "breast-hormone",
  title: "Adjuvant hormonal therapy in node-positive breast cancer: GBSG trial against the Rotterdam registry",
  question:
    "In women like the hormone-treated patients of the GBSG trial, does adjuvant hormonal therapy lengthen recurrence-free survival against no hormonal therapy?",

  source: { folder: "../../data-samples/breast" },

  cohort: {
    trial: {
      label: "GBSG, hormone-treated",
      dataset: "gbsg",
      index: {
        rule: "day-zero",
        meaning:
          "start of recurrence-free survival as the trial's file counts it; undocumented there, taken to be surgery or study entry",
      },
      eligibility: [hormoneTreated],
    },
    control: {
      label: "Rotterdam, hormone-untreated",
      dataset: "rotterdam",
      index: { rule: "day-zero", meaning: "primary surgery" },
      eligibility: [nodePositive, hormoneUntreated],
    },
  },

  covariates: {
    age: { label: "Age", type: "continuous", unit: "years", from: { kind: "age" } },
    menopause: {
      label: "Postmenopausal",
      type: "binary",
      from: { kind: "observation", concept: "menopause" },
      when: { equals: "post" },
    },
    size: {
      label: "Tumour size (mm)",
      type: "categorical",
      from: { kind: "observation", concept: "tumour_size_class" },
      levels: ["<=20", "20-50", ">50"],
    },
    grade3: {
      label: "Grade 3",
      type: "binary",
      from: { kind: "observation", concept: "grade" },
      when: { equals: 3 },
    },
    nodes: { label: "Positive lymph nodes", type: "continuous", from: { kind: "observation", concept: "nodes" } },
    pgr: {
      label: "Progesterone receptor",
      type: "continuous",
      unit: "fmol/l",
      from: { kind: "observation", concept: "pgr" },
    },
    er: {
      label: "Oestrogen receptor",
      type: "continuous",
      unit: "fmol/l",
      from: { kind: "observation", concept: "er" },
    },
    chemotherapy: {
      label: "Adjuvant chemotherapy (not in the propensity model)",
      type: "binary",
      from: { kind: "observation", concept: "adjuvant_chemotherapy" },
      when: { equals: "yes" },
    },
  },

  endpoints: {
    recurrenceFreeSurvival: {
      kind: "collected-event",
      label: "Recurrence-free survival",
      event: "RFS",
      definition:
        "first of recurrence and death; Rotterdam: time to recurrence where one was recorded, else to death or last follow-up",
    },
  },

  designs: {
    crude: { method: "unadjusted", label: "Crude" },
    attWeights: {
      method: "weighting",
      label: "ATT weights",
      propensity: { terms: ["age", "menopause", "size", "grade3", "nodes", "pgr", "er"] },
      gates: { effectiveSampleSize: { atLeast: 200 } },
    },
    matched: {
      method: "nearest",
      label: "1:1 matching",
      propensity: { terms: ["age", "menopause", "size", "grade3", "nodes", "pgr", "er"] },
      order: "largest",
      caliper: 0.2,
      gates: {
        smd: {
          atMost: 0.1,
          reason:
            "menopause stays above the gate after matching; the matched estimate is a sensitivity analysis beside the weighted one, whose balance meets it",
        },
      },
    },
  },

  estimates: {
    crude: {
      label: "Crude",
      measure: "hazard-ratio",
      endpoint: "recurrenceFreeSurvival",
      design: "crude",
      role: "context",
    },
    weighted: {
      label: "ATT-weighted",
      measure: "hazard-ratio",
      endpoint: "recurrenceFreeSurvival",
      design: "attWeights",
      role: "primary",
    },
    matched: {
      label: "1:1 matched",
      measure: "hazard-ratio",
      endpoint: "recurrenceFreeSurvival",
      design: "matched",
      role: "sensitivity",
    },
  },

  sensitivity: {
    censoredAtRecurrenceFollowUp: {
      label: "Censored where recurrence follow-up ended",
      varies: "deaths that came after a patient's recurrence follow-up had ended count as censored at its end",
      why: "between the end of recurrence follow-up and such a death a recurrence would have gone unseen",
      patch: { endpoints: { recurrenceFreeSurvival: { event: "RFS_CENSORED_AT_RTIME" } } },
      estimates: ["weighted", "matched"],
    },
    chemotherapyTreated: {
      label: "Registry patients with chemotherapy only",
      varies:
        "control arm: only registry patients with adjuvant chemotherapy, which every trial patient was to receive",
      why: "makes the regimens alike; shows whether the registry holds enough such patients to stand for the trial's",
      patch: {
        cohort: {
          control: {
            label: "Rotterdam, chemotherapy without hormones",
            eligibility: [
              nodePositive,
              hormoneUntreated,
              {
                kind: "observation",
                label: "Adjuvant chemotherapy",
                concept: "adjuvant_chemotherapy",
                is: { equals: "yes" },
              },
            ],
          },
        },
      },
      estimates: ["weighted"],
    },
    nullCheck: {
      label: "Untreated against untreated",
      role: "diagnostic",
      varies: "trial arm: the trial's hormone-untreated patients, who received what the control arm received",
      why: "after weighting the arms should not differ; a difference tells of confounding or of unlike follow-up, none does not rule them out",
      patch: { cohort: { trial: { label: "GBSG, hormone-untreated", eligibility: [hormoneUntreated] } } },
      estimates: ["weighted"],
    },
    withinTrial: {
      label: "Within the trial",
      role: "context",
      varies: "control arm: the trial's own hormone-untreated patients, randomised in part only",
      why: "another comparison of the same treatment in the same population, with its own weaknesses",
      patch: {
        cohort: {
          control: {
            label: "GBSG, hormone-untreated",
            dataset: "gbsg",
            index: {
              rule: "day-zero",
              meaning: "start of recurrence-free survival as the trial's file counts it; undocumented there",
            },
            eligibility: [hormoneUntreated],
          },
        },
      },
      estimates: ["crude", "weighted"],
    },
  },

  published: {
    randomisedPatients: {
      label: "GBSG, randomised patients only",
      measure: "hazard-ratio",
      estimate: 0.75,
      lower: 0.54,
      upper: 1.04,
      source: "Schumacher et al. 1994, J Clin Oncol 12:2086–2093",
      note: "two-thirds of the trial's patients were randomised; the file does not say which",
    },
  },

  limitations: [
    "No figure beside the estimates is the truth: the within-trial comparison was randomised in part only, and the published one is wide.",
    "Regimens differ: every GBSG patient was to receive chemotherapy (CMF), of the registry's patients fewer than half did; chemotherapy is described but cannot be balanced.",
    "Hormonal therapy carries no start date in either file: time between index and its start cannot be told (immortal time).",
    "The index date is surgery in Rotterdam and undocumented for GBSG; follow-up is much longer in Rotterdam.",
    "Calendar time is not shared: dates are absent from both files, so concurrency of the arms cannot be shown.",
  ],

  disclosure: { smallCellLimit: 0 },
});
