import { selectBlockingGates } from "../../../src/design/check-gates.js";
import { describeEligible, runDesign } from "../../../src/design/run-design.js";
import { estimateHazardRatio } from "../../../src/outcomes/hazard-ratio.js";
import { fillPlace, makeNotEstimable, makeStatistic, type Place } from "../../../src/results/make-records.js";
import type { ResultRecord } from "../../../src/results/records.js";
import type { ResultsFile } from "../../../src/results/results-file.js";
import type { Plan, PlanVariant } from "../../../src/spec/plan.js";
import { resolve } from "../../../src/spec/resolve.js";
import { makeAnalysis } from "./make-analysis.js";
import { makePatients, type Patients } from "./make-patients.js";

/** A results file of an invented study: records by the real designs and estimators over invented patients. `analysis` replaces the plan. */
export function makeResults(analysis: Record<string, unknown> = makeAnalysis()): ResultsFile {
  const plan = resolve(analysis, "the test's analysis");
  const records = plan.variants.flatMap((variant, i) => makeVariant(plan, variant, 100 + i));
  const head = headOf(plan);
  return { ...head, records: [...head.records, ...records] };
}

/** Results of a plan with nothing in them but what the data are. */
export function headOf(plan: Plan): ResultsFile {
  const sha = (digit: string): string => digit.repeat(64);
  return {
    resultsVersion: "1",
    engine: { name: "scanarm", version: "0.1.0" },
    specVersion: "1",
    contractVersion: "1",
    planHash: plan.hash,
    data: {
      fingerprint: sha("a"),
      tables: [
        { table: "patient", rows: 3668, fingerprint: "3668:00ff00ff00ff00ff00ff00ff00ff00ff" },
        { table: "observation", rows: 25676, fingerprint: "25676:0123456789abcdef0123456789abcdef" },
      ],
    },
    lock: {
      designHash: sha("b"),
      lockHash: sha("c"),
      resultsExisted: false,
      replaced: [
        {
          designHash: sha("d"),
          reason: "the caliper was first given on the probability scale",
          afterResults: false,
          changes: [{ what: "design", kind: "changed" }],
        },
      ],
      deviations: [{ what: "estimates.rfsCrude", kind: "changed" }],
      dataDriven: ["estimates.rfsCrude", "estimates.responseCrude"],
    },
    plan: plan.analysis as unknown as Record<string, unknown>,
    records: [datasets()],
  };
}

function makeVariant(plan: Plan, variant: PlanVariant, seed: number): ResultRecord[] {
  const made = makePatients(seed, 246, variant.id === "withinTrial" ? 440 : 1207);
  const { patients, covariates } = made;
  const records: ResultRecord[] = [
    ...cohortRecords(plan, variant, made),
    ...describeEligible(variant.id, patients, covariates),
  ];
  for (const [name, design] of Object.entries(variant.designs)) {
    const result = runDesign(variant.id, name, design, patients, covariates, 1);
    records.push(...result.records);
    const [blocking] = selectBlockingGates(result.gates);
    for (const [estimateName, estimate] of Object.entries(variant.estimates)) {
      if (estimate.design !== name) continue;
      const role = variant.role === "main" ? estimate.role : variant.role;
      const blocked =
        blocking === undefined
          ? result.failure
          : `the design missed a gate without a recorded reason: ${blocking.label}`;
      const place = { variant: variant.id, stage: "outcomes", population: name, variable: estimateName } as const;
      if (estimate.measure !== "hazard-ratio") records.push(...makeRiskDifference(place, made));
      else if (blocked !== null || result.weights === null)
        records.push(makeNotEstimable(place, "hazard_ratio", blocked ?? "", { role }));
      else
        records.push(
          ...estimateHazardRatio({
            place,
            estimate,
            design,
            role,
            patients,
            covariates: null,
            replicates: null,
            data: made.survival,
            weights: result.weights,
          }),
        );
    }
  }
  return records;
}

/** Counts are those of the invented patients; the limits are invented as well, 0.1 to either side. */
function makeRiskDifference(place: Place, { patients, response }: Patients): ResultRecord[] {
  const detail = { role: "exploratory", params: { level: 0.95 } } as const;
  const arms = (["trial", "control"] as const).map((group) => {
    const side = group === "trial" ? 1 : 0;
    const n = patients.trial.filter((arm) => arm === side).length;
    const responders = response.value.filter((value, i) => value === 1 && patients.trial[i] === side).length;
    return { at: { ...place, group }, n, responders, share: responders / n };
  });
  const around = (at: Place, name: string, value: number, method: string) => [
    makeStatistic(at, name, value, { ...detail, method }),
    makeStatistic(at, `${name}_lower`, value - 0.1, { ...detail, method }),
    makeStatistic(at, `${name}_upper`, value + 0.1, { ...detail, method }),
  ];
  const difference = (arms[0]?.share ?? 0) - (arms[1]?.share ?? 0);
  return [
    ...arms.flatMap(({ at, n, responders, share }) => [
      makeStatistic(at, "n", n, detail),
      makeStatistic(at, "responders", responders, detail),
      ...around(at, "proportion", share, "Clopper–Pearson"),
    ]),
    ...around(place, "risk_difference", difference, "Miettinen–Nurminen"),
  ];
}

/** How the patients of a variant were chosen, in numbers that are invented. */
export function cohortRecords(
  plan: Plan,
  variant: PlanVariant,
  made: Pick<Patients, "patients" | "covariates">,
): ResultRecord[] {
  const place = { variant: variant.id, stage: "cohort" } as const;
  const records: ResultRecord[] = [];
  const sql: (string | number)[][] = [];
  for (const group of ["trial", "control"] as const) {
    const arm = variant.cohort[group];
    const eligible = made.patients.trial.filter((side) => side === (group === "trial" ? 1 : 0)).length;
    const criteria = [...plan.analysis.cohort.eligibility, ...arm.eligibility];
    const labels = [`All patients of ${arm.dataset}`, "With an index date", ...criteria.map(({ label }) => label)];
    const lost = [0, 4, 320, 120, 35].slice(0, labels.length);
    let remaining = eligible + lost.reduce((total, count) => total + count, 0);
    for (const [order, label] of labels.entries()) {
      const at = { ...place, population: "attrition", group, variable: `step-${order}` };
      const post = label === "At least one visit after surgery";
      const detail = {
        level: label,
        unit: "patients",
        params: { order, kind: post ? "sql" : "observation", post_index: post },
      };
      const removed = lost[order] ?? 0;
      remaining -= removed;
      records.push(
        makeStatistic(at, "n_remaining", remaining, detail),
        makeStatistic(at, "n_removed", removed, detail),
        makeStatistic(at, "n_undocumented", Math.floor(removed / 10), detail),
      );
      if (order > 0)
        sql.push([
          group,
          order,
          label,
          `select patient_id\nfrom baseline.observation\nwhere concept = $1 -- ${label}`,
          '["hormone"]',
        ]);
    }
    records.push(makeStatistic({ ...place, population: "eligible", group }, "n", eligible, { unit: "patients" }));
    for (const column of made.covariates.columns) {
      const side = group === "trial" ? 1 : 0;
      const missing = column.missing.filter((flag, i) => flag === 1 && made.patients.trial[i] === side).length;
      records.push(
        makeStatistic({ ...place, population: "eligible", group, variable: column.name }, "n_missing", missing),
      );
    }
  }
  records.push({
    kind: "listing",
    ...fillPlace({ ...place, population: "attrition" }),
    listing: "cohort_sql",
    columns: ["arm", "step", "label", "sql", "values"].map((name) => ({ name, label: name })),
    rows: sql,
  });
  return records;
}

function datasets(): ResultRecord {
  const names = [
    "dataset_id",
    "kind",
    "name",
    "version",
    "time_basis",
    "data_cutoff",
    "extracted_on",
    "provenance",
    "licence",
    "deidentification",
    "patients",
  ];
  return {
    kind: "listing",
    ...fillPlace({ variant: "main", stage: "source", population: "datasets" }),
    listing: "datasets",
    columns: names.map((name) => ({ name, label: name.replace("_", " ") })),
    rows: [
      [
        "trial",
        "trial",
        "Invented trial",
        "1",
        "days_from_index",
        null,
        null,
        "made by the tests",
        "none",
        "none needed",
        686,
      ],
      [
        "registry",
        "registry",
        "Invented registry",
        "1",
        "days_from_index",
        null,
        null,
        "made by the tests",
        "none",
        "none needed",
        2982,
      ],
    ],
  };
}
