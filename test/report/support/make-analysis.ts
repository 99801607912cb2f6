/** An analysis file with two designs that adjust and a crude one, a binary endpoint, one variant of each role and one that a gate stops. */
export function makeAnalysis(): Record<string, unknown> {
  return {
    id: "synthetic-hormone",
    title: "Hormone therapy after surgery: trial patients against a registry",
    question: "Do hormone-treated trial patients live longer without recurrence than untreated registry patients?",
    source: { folder: "data" },
    cohort: {
      trial: {
        label: "Trial, hormone-treated",
        dataset: "trial",
        index: { rule: "day-zero", meaning: "primary surgery" },
        eligibility: [{ kind: "observation", label: "Hormone therapy given", concept: "hormone", is: { equals: 1 } }],
      },
      control: {
        label: "Registry, untreated",
        dataset: "registry",
        index: { rule: "day-zero", meaning: "primary surgery" },
        eligibility: [
          { kind: "observation", label: "No hormone therapy", concept: "hormone", is: { equals: 0 } },
          {
            kind: "sql",
            label: "At least one visit after surgery",
            sql: "select distinct patient_id from rwid.observation where observed_day > 0",
            postIndex: true,
          },
        ],
      },
      eligibility: [{ kind: "observation", label: "Node-positive disease", concept: "nodes", is: { above: 0 } }],
    },
    covariates: {
      age: { type: "continuous", label: "Age at surgery", unit: "years", from: { kind: "age" } },
      menopause: {
        type: "binary",
        label: "Post-menopausal",
        from: { kind: "observation", concept: "meno" },
        when: { equals: 1 },
      },
      size: {
        type: "categorical",
        label: "Tumour size",
        from: { kind: "observation", concept: "size" },
        levels: ["≤20 mm", "20–50 mm", ">50 mm"],
      },
      nodes: { type: "continuous", label: "Positive nodes", from: { kind: "observation", concept: "nodes" } },
      receptor: {
        type: "continuous",
        label: "Progesterone receptor",
        unit: "fmol/mg",
        from: { kind: "observation", concept: "pgr" },
      },
    },
    endpoints: {
      recurrenceFree: {
        kind: "collected-event",
        label: "Recurrence-free survival",
        event: "rfs",
        definition: "First of recurrence and death of any cause; alive without recurrence is censored at last contact.",
      },
      response: {
        kind: "collected-response",
        label: "Response at one year",
        event: "resp",
        definition: "Complete or partial response at the visit one year after surgery.",
      },
    },
    designs: {
      weighted: {
        method: "weighting",
        label: "ATT weights",
        propensity: { terms: ["age", "menopause", "size", "nodes"] },
      },
      matched: {
        method: "nearest",
        label: "1:1 matched, caliper 0.2 SD",
        propensity: { terms: ["age", "menopause", "size", "nodes"] },
        gates: {
          smd: { reason: "menopause stays apart in this registry; the weighted design leads" },
          unmatchedTrial: { reason: "the estimand is restated for the matched patients" },
        },
      },
      crude: { method: "unadjusted", label: "Unadjusted" },
    },
    estimates: {
      rfsMatched: est("Matched Cox model", "matched", "sensitivity"),
      rfsWeighted: est("Weighted Cox model", "weighted", "primary"),
      rfsCrude: est("Crude Cox model", "crude", "context"),
      responseCrude: {
        measure: "risk-difference",
        label: "Crude risk difference",
        endpoint: "response",
        design: "crude",
        role: "exploratory",
      },
    },
    sensitivity: {
      deathsCensored: {
        label: "Late deaths censored",
        varies: "deaths after recurrence follow-up are censored there",
        why: "the registry kept recording deaths after it had stopped recording recurrences",
        patch: { endpoints: { recurrenceFree: { event: "rfs_late" } } },
        estimates: ["rfsWeighted"],
      },
      withinTrial: {
        label: "Within the trial",
        role: "context",
        varies: "the control arm is the trial's own untreated patients",
        why: "what the trial itself says, in patients who chose their treatment",
        patch: { cohort: { control: { label: "Trial, untreated", dataset: "trial" } } },
        estimates: ["rfsWeighted"],
      },
      chemotherapy: {
        label: "Chemotherapy-treated registry patients",
        role: "context",
        varies: "registry patients with chemotherapy only",
        why: "the trial gave chemotherapy to all; too few registry patients have it to be weighted to the trial",
        patch: { designs: { weighted: { gates: { effectiveSampleSize: { atLeast: 5000 } } } } },
        estimates: ["rfsWeighted"],
      },
      nullCheck: {
        label: "Untreated against untreated",
        role: "diagnostic",
        varies: "both arms untreated",
        why: "shows differences between the datasets that are not treatment",
        patch: {
          cohort: {
            trial: {
              label: "Trial, untreated",
              eligibility: [
                { kind: "observation", label: "No hormone therapy given", concept: "hormone", is: { equals: 0 } },
              ],
            },
          },
        },
        estimates: ["rfsWeighted"],
      },
    },
    published: {
      randomised: {
        label: "Randomised patients of the trial",
        measure: "hazard-ratio",
        estimate: 0.75,
        lower: 0.54,
        upper: 1.04,
        source: "Schumacher et al. 1994, J Clin Oncol",
        note: "randomised patients only, adjusted by a Cox model",
      },
    },
    limitations: [
      "Chemotherapy differs: all trial patients had it, about half of the registry's.",
      "Calendar time is not known in either dataset.",
    ],
    disclosure: { smallCellLimit: 0 },
  };
}

const est = (label: string, design: string, role: string) => ({
  measure: "hazard-ratio",
  label,
  endpoint: "recurrenceFree",
  design,
  role,
});
