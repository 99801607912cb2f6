import { SpecError } from "../../../src/errors.js";
import type { Plan } from "../../../src/spec/plan.js";
import { resolve } from "../../../src/spec/resolve.js";
import type { Draw } from "./draw.js";

type Fields = Record<string, unknown>;

/** An analysis drawn from what the spec offers: designs, estimates under them with options drawn together, variants and a curve. What the spec refuses is drawn anew. */
export function drawPlan(draw: Draw): Plan {
  const designs: Record<string, Fields> = { crude: { method: "unadjusted", label: "crude" } };
  const kept: Record<string, Fields> = { plain: plainEstimate };
  for (const name of ["one", "other"])
    designs[name] = drawSound(
      () => drawDesign(draw, name),
      (design) => tryPlan({ ...designs, [name]: design }, kept, {}) !== null,
    );
  for (let tries = 0; tries < 10; tries += 1) {
    const added = drawEstimate(draw, draw.pick(["crude", "one", "one", "other", "other"]), tries);
    if (tryPlan(designs, { ...kept, ...added }, {}) !== null) Object.assign(kept, added);
  }
  const plan = tryPlan(designs, kept, drawVariants(draw, kept)) ?? tryPlan(designs, kept, {});
  if (plan === null) throw new Error("what was sound part by part is sound as a whole");
  return plan;
}

const plainEstimate = { measure: "hazard-ratio", label: "plain", endpoint: "os", design: "crude", role: "exploratory" };

function drawSound(make: () => Fields, isSound: (made: Fields) => boolean): Fields {
  for (let tries = 0; tries < 100; tries += 1) {
    const made = make();
    if (isSound(made)) return made;
  }
  throw new Error("the spec refuses every design that is drawn");
}

/** The plan, or null where the spec refuses it: most draws of options do not fit each other. */
function tryPlan(designs: Fields, estimates: Record<string, Fields>, more: Fields): Plan | null {
  try {
    return resolve({ ...frame, designs, estimates, ...more }, "a drawn analysis");
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return null;
  }
}

const arm = (label: string, dataset: string) => ({ label, dataset, index: { rule: "day-zero", meaning: "entry" } });
const byImaging = { by: "imaging", definition: "as scans show it" };
const frame = {
  id: "hostile",
  title: "Hostile",
  question: "Does it end?",
  source: { folder: "data" },
  cohort: { trial: arm("Trial", "trial"), control: arm("Control", "registry") },
  covariates: {
    age: { label: "Age", type: "continuous", from: { kind: "age" } },
    stage: {
      label: "Stage",
      type: "categorical",
      levels: ["I", "II", "III"],
      from: { kind: "observation", concept: "stage" },
    },
    sex: { label: "Sex", type: "binary", from: { kind: "patient", column: "sex" }, when: { equals: "male" } },
  },
  imaging: {
    readers: { rule: "order", readers: ["central"] },
    schedule: { segments: [{ everyDays: 42, untilDay: 1512 }] },
  },
  endpoints: {
    os: { kind: "collected-event", label: "OS", event: "OS", definition: "death" },
    late: {
      kind: "collected-event",
      label: "OS from entry",
      event: "OS",
      definition: "death",
      entry: { from: "entered" },
    },
    pfs: { kind: "progression-free-survival", label: "PFS", ...byImaging },
    pfsPolicy: {
      kind: "progression-free-survival",
      label: "PFS, policy",
      progressionRule: "new-therapy-ignored",
      ...byImaging,
    },
    ttp: { kind: "time-to-progression", label: "TTP", progressionRule: "new-therapy-ignored", ...byImaging },
    orr: { kind: "response", label: "Response by scans", ...byImaging },
    ttr: { kind: "time-to-response", label: "Time to response", ...byImaging },
    response: { kind: "collected-response", label: "Response", event: "RESP", definition: "response" },
  },
  disclosure: { smallCellLimit: 0 },
};

const termLists: readonly unknown[] = [
  ["age"],
  ["stage"],
  ["age", "stage", "sex"],
  ["age", "sex", { interaction: ["age", "sex"] }],
  [{ spline: "age", df: 3 }, "stage"],
  [{ polynomial: "age", degree: 3 }],
];

function drawDesign(draw: Draw, name: string): Fields {
  const maybe = (fields: Fields, probability = 0.3): Fields => (draw.chance(probability) ? fields : {});
  const imputes = {
    method: "multiple-imputation",
    imputations: 2 + draw.integer(3),
    iterations: 2,
    ...maybe({ also: ["sex"] }),
  };
  const missing = draw.pick<unknown>(["refuse", "complete-case", "complete-case", imputes, imputes]);
  const terms = draw.pick(termLists);
  const propensity = {
    terms,
    missing,
    ...maybe({ fit: draw.pick(["firth", "firth", "lasso"]) }, 0.4),
    ...maybe({ commonSupport: true }, 0.15),
  };
  const reason = "a test";
  const gates = maybe(
    {
      smd: { reason },
      weightShare: { reason },
      unmatchedTrial: { reason },
      ...maybe({ effectiveSampleSize: { atLeast: 5, reason } }),
    },
    0.92,
  );
  const common = { label: name, gates: Object.keys(gates).length > 0 ? gates : {} };
  const sets = {
    ...maybe({ caliper: draw.pick([null, null, 0.01, 0.5]) }, 0.7),
    ...maybe({ exact: ["stage"] }, 0.2),
  };
  const ratio = maybe({ ratio: 3 });
  const makers: readonly (() => Fields)[] = [
    () => ({
      method: "weighting",
      propensity,
      ...maybe({ estimand: draw.pick(["ATE", "ATO", "ATM", "ATEN"]) }, 0.5),
      ...maybe({ trim: { below: 0.1, above: 0.9 } }, 0.15),
      ...maybe({ truncate: { upper: 0.9 } }, 0.15),
      ...maybe({ stabilised: true }, 0.2),
    }),
    () => ({ method: "entropy-balancing", moments: terms, missing, ...maybe({ estimand: "ATE" }) }),
    () => ({
      method: "nearest",
      propensity,
      ...sets,
      ...ratio,
      ...maybe({ order: draw.pick(["smallest", "closest"]) }),
      ...maybe({ tieOrders: 3 }),
    }),
    () => ({ method: "mahalanobis", propensity, distance: draw.pick(termLists), ...sets, ...ratio }),
    () => ({ method: "with-replacement", propensity, ...sets, ...ratio }),
    () => ({ method: "optimal", propensity, ...sets, ...ratio }),
    () => ({ method: "full", propensity, ...sets }),
  ];
  return { ...common, ...draw.pick([...makers, makers[0]!, makers[0]!])() };
}

const timed = ["os", "late", "pfs", "ttp"];
const strata = { strata: ["stage"] };
const adjusts = { adjustment: { by: "g-computation", terms: ["age"] } };
const robust = { adjustment: { by: "aipw", terms: ["age", "stage"] } };

/** For each measure what it may be asked for beside what it needs. */
const measuresOf: Readonly<
  Record<string, { readonly endpoints: readonly string[]; readonly options: readonly Fields[] }>
> = {
  "hazard-ratio": {
    endpoints: timed,
    options: [
      { ties: "breslow" },
      strata,
      { strata: ["stage", "sex"] },
      { tests: ["max-combo", { rho: 1, gamma: 0 }] },
    ],
  },
  "interval-hazard-ratio": {
    endpoints: ["pfs", "ttp"],
    options: [{ model: "weibull" }, { deaths: "interval" }, strata, { model: "weibull", ...strata }],
  },
  "rmst-difference": { endpoints: timed, options: [adjusts, robust, adjusts, robust] },
  "rmst-ratio": { endpoints: timed, options: [adjusts, robust] },
  "parametric-rmst-difference": { endpoints: timed, options: [] },
  "survival-difference": { endpoints: timed, options: [] },
  "subdistribution-hazard-ratio": { endpoints: ["ttp"], options: [{ ties: "breslow" }] },
  "incidence-difference": { endpoints: ["ttp"], options: [] },
  "in-response-difference": { endpoints: ["orr"], options: [{ landmarksDays: [30, 100_000] }, { curve: "log-log" }] },
  "risk-difference": {
    endpoints: ["response"],
    options: [
      { interval: "newcombe" },
      { interval: "tango" },
      { interval: "wald" },
      strata,
      { ...strata, stratumWeights: "mantel-haenszel" },
      { armInterval: "wilson" },
      { armInterval: "jeffreys" },
      adjusts,
      robust,
    ],
  },
  "risk-ratio": { endpoints: ["response"], options: [{ interval: "wald" }, adjusts, robust] },
  "odds-ratio": { endpoints: ["response"], options: [{ interval: "wald" }, strata, adjusts, robust] },
};

function drawEstimate(draw: Draw, design: string, k: number): Record<string, Fields> {
  const maybe = (fields: Fields, probability = 0.25): Fields => (draw.chance(probability) ? fields : {});
  const measure = draw.pick(Object.keys(measuresOf));
  const { endpoints, options } = measuresOf[measure]!;
  const isOfCurves = /^(hazard|rmst|survival|parametric)/.test(measure);
  const plain: Fields = {
    ...{ measure, label: `e${k}`, design, role: "exploratory", endpoint: draw.pick(endpoints) },
    ...needsOf(measure, draw),
    ...(options.length > 0 ? maybe(draw.pick(options), 0.6) : {}),
    ...(isOfCurves ? maybe({ landmarksDays: [30, 100_000] }) : {}),
    ...(isOfCurves ? maybe({ curve: draw.pick(["plain", "log-log"]) }) : {}),
  };
  const resamples = { replicates: 100, ...maybe({ resample: "pairs" }), ...maybe({ interval: "percentile" }, 0.4) };
  const name = `e${k}`;
  const kind = draw.integer(10);
  if (kind < 2) return { [name]: { ...plain, variance: draw.pick(["robust", "influence"]) } };
  if (kind === 2) return { [name]: { ...plain, variance: "bootstrap", bootstrap: resamples } };
  if (kind < 5) return { [name]: { ...plain, subgroups: drawSubgroups(draw) } };
  // These stand beside the plain estimate.
  if (kind === 5)
    return { [name]: plain, [`${name}Late`]: { ...plain, label: `${name} late`, imputation: "after-lock" } };
  if (kind < 8) {
    const reasons = plain.endpoint === "pfs" ? "new-therapy" : "all";
    const beside = reasons === "all" ? plain : { ...plain, endpoint: "pfsPolicy" };
    const censoringWeights = { reasons, terms: draw.pick(termLists), ...maybe({ largest: 5 }, 0.3) };
    const resampled = maybe({ variance: "bootstrap", bootstrap: { replicates: 100 } }, 0.1);
    return {
      [name]: beside,
      [`${name}Weighted`]: { ...plain, label: `${name} weighted`, censoringWeights, ...resampled },
    };
  }
  return { [name]: plain };
}

function needsOf(measure: string, draw: Draw): Fields {
  const day = draw.pick([1, 30, 100, 300, 5000]);
  if (measure === "subdistribution-hazard-ratio") return { composite: "pfsPolicy" };
  if (/hazard|risk|odds/.test(measure)) return {};
  if (measure.startsWith("in-response")) return { progression: "pfs", timeToResponse: "ttr", timeDays: day };
  if (measure === "survival-difference") return { timeDays: day };
  if (measure === "incidence-difference") return { timeDays: day, composite: "pfsPolicy" };
  const family = draw.pick(["exponential", "weibull", "gompertz", "log-normal", "log-logistic", "generalised-gamma"]);
  return { tauDays: day, ...(measure.startsWith("parametric") ? { family } : {}) };
}

function drawSubgroups(draw: Draw): Fields {
  const minimum = draw.pick([2, 2, 5, 10]);
  const weights = draw.pick(["kept", "anew"]);
  return {
    stage: { by: "stage", minimum, weights },
    sex: { by: "sex", minimum, weights },
    age: { by: "age", cuts: draw.pick([[60], [-1e9, 50, 60, 1e9]]), minimum, weights },
  };
}

/** A sensitivity analysis of the first estimate with other terms, or a curve of it over two choices. */
function drawVariants(draw: Draw, estimates: Record<string, Fields>): Fields {
  const name = draw.pick(Object.keys(estimates));
  const words = { label: "V", why: "a test" };
  if (draw.chance(0.15)) {
    const patch = { estimates: { [name]: { level: 0.9 } } };
    return { sensitivity: { other: { ...words, varies: "the level", patch, estimates: [name] } } };
  }
  if (!draw.chance(0.1)) return {};
  const option = (patch: Fields) => ({ label: "O", patch });
  const choices = {
    design: {
      label: "Design",
      options: Object.fromEntries(
        ["crude", "one", "other"].map((design) => [design, option({ estimates: { [name]: { design } } })]),
      ),
    },
    level: { label: "Level", options: { usual: option({}), low: option({ estimates: { [name]: { level: 0.8 } } }) } },
  };
  return { curves: { choices: { ...words, estimate: name, choices } } };
}
