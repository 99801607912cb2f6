import { type Design, designSchema } from "../../../src/spec/design.js";
import { type Estimate, estimateSchema } from "../../../src/spec/estimate.js";
import { refuseOptions } from "../../../src/spec/refuse-options.js";
import { parametricModelFamilies } from "../../../src/stats/parametric-model.js";

const propensity = { terms: ["x"] };
const parse = (fields: Record<string, unknown>): Design => designSchema.parse({ label: "D", ...fields });

/** Every way of making arms comparable, and the variants of it that estimates treat in their own way. */
export const designs: Readonly<Record<string, Design>> = {
  unadjusted: parse({ method: "unadjusted" }),
  "ATT weights": parse({ method: "weighting", propensity }),
  "ATE weights": parse({ method: "weighting", propensity, estimand: "ATE", stabilised: true }),
  "overlap weights": parse({ method: "weighting", propensity, estimand: "ATO" }),
  "truncated weights": parse({ method: "weighting", propensity, truncate: { upper: 0.9 } }),
  "entropy balancing": parse({ method: "entropy-balancing", moments: ["x"] }),
  "pairs 1:1": parse({ method: "nearest", propensity, caliper: null }),
  "sets 1:2": parse({ method: "nearest", propensity, caliper: null, ratio: 2 }),
  mahalanobis: parse({ method: "mahalanobis", propensity, distance: ["x"], caliper: null }),
  "with replacement": parse({ method: "with-replacement", propensity, caliper: null }),
  optimal: parse({ method: "optimal", propensity, caliper: null }),
  full: parse({ method: "full", propensity, caliper: null }),
};

const variances: readonly Record<string, unknown>[] = [
  {},
  { variance: "robust" },
  { variance: "influence" },
  { variance: "bootstrap", bootstrap: { replicates: 100 } },
  { variance: "bootstrap", bootstrap: { replicates: 100, interval: "percentile" } },
  { variance: "bootstrap", bootstrap: { replicates: 100, resample: "pairs" } },
];
const adjustments = ["g-computation", "aipw"].map((by) => ({ adjustment: { by, terms: ["x"] } }));
const curves = [{ landmarksDays: [30, 9999] }, { curve: "plain" }, { curve: "log-log", flat: "next-event" }];
const censoringWeights = { censoringWeights: { reasons: "all", terms: ["x"] } };
const tau = { tauDays: 50 };
const intervals = (names: readonly string[]) => names.map((interval) => ({ interval }));
const armIntervals = ["wilson", "jeffreys"].map((armInterval) => ({ armInterval }));

/** For each measure the options that change what is computed. */
const options: Readonly<Record<Estimate["measure"], readonly Record<string, unknown>[]>> = {
  "hazard-ratio": [
    {},
    { ties: "breslow" },
    { strata: ["s"] },
    { tests: ["max-combo", { rho: 0, gamma: 1 }] },
    censoringWeights,
    ...curves,
  ],
  "interval-hazard-ratio": [{}, { model: "weibull" }, { deaths: "interval" }, { strata: ["s"] }],
  "rmst-difference": [
    tau,
    ...curves.map((each) => ({ ...tau, ...each })),
    ...adjustments.map((a) => ({ ...tau, ...a })),
  ],
  "rmst-ratio": [tau, { ...tau, ...censoringWeights }, ...adjustments.map((a) => ({ ...tau, ...a }))],
  "parametric-rmst-difference": parametricModelFamilies.map((family) => ({ ...tau, family })),
  "survival-difference": [
    { timeDays: 50 },
    { timeDays: 50, ...censoringWeights },
    ...curves.map((each) => ({ timeDays: 50, ...each })),
  ],
  "subdistribution-hazard-ratio": [{}, { ties: "breslow" }, { landmarksDays: [30, 9999] }],
  "incidence-difference": [{ timeDays: 50 }, { timeDays: 50, curve: "plain" }],
  "in-response-difference": [{ timeDays: 50 }, { timeDays: 50, landmarksDays: [30, 9999] }],
  "risk-difference": [
    {},
    ...intervals(["newcombe", "tango", "wald"]),
    { strata: ["s"] },
    { strata: ["s"], stratumWeights: "mantel-haenszel" },
    ...armIntervals,
    ...adjustments,
  ],
  "risk-ratio": [{}, ...intervals(["miettinen-nurminen", "wald"]), ...adjustments],
  "odds-ratio": [{}, ...intervals(["miettinen-nurminen", "wald"]), { strata: ["s"] }, ...adjustments],
};

export interface OfferedEstimate {
  readonly name: string;
  readonly estimate: Estimate;
  readonly designName: string;
  readonly design: Design;
}

/** Designs of one kind each, under which the further options of a measure are tried; its plain form is tried under all, with every variance. */
const ofEachKind = ["unadjusted", "ATT weights", "pairs 1:1", "with replacement", "full"];

/** Measure × variance × design in full, and every further option of a measure under a design of each kind, as the spec lets them through. */
export const offeredEstimates: readonly OfferedEstimate[] = Object.entries(options).flatMap(([measure, each]) =>
  each.flatMap((fields, k) =>
    variances.slice(0, k === 0 ? variances.length : 1).flatMap((variance) => {
      const composite = measure === "subdistribution-hazard-ratio" || measure === "incidence-difference";
      const words = {
        label: "E",
        endpoint: "e",
        design: "d",
        role: "primary",
        ...(composite ? { composite: "c" } : {}),
        ...(measure === "in-response-difference" ? { progression: "p", timeToResponse: "t" } : {}),
      };
      const estimate = estimateSchema.parse({ measure, ...words, ...fields, ...variance });
      return Object.entries(designs).flatMap(([designName, design]) =>
        (k > 0 && !ofEachKind.includes(designName)) || refuseOptions(estimate, design).length > 0
          ? []
          : [
              {
                name: `${measure} ${JSON.stringify({ ...fields, ...variance })}, ${designName}`,
                estimate,
                designName,
                design,
              },
            ],
      );
    }),
  ),
);
