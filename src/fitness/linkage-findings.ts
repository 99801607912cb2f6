import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { estimateArmMoments } from "../stats/arm-moments.js";
import { estimateSmdInterval } from "../stats/smd-interval.js";
import { type CovariateVariable, listVariables } from "./covariate-variables.js";
import type { Threshold } from "./indicator.js";
import type { Finding } from "./judge.js";
import type { ArmScopes, Scope } from "./scope.js";
import type { ShareQuery } from "./share-query.js";

/**
 * R4.9: whether patients whose sources could be linked are like those whose could not, by the covariates at baseline: of all of them the
 * largest standardised difference (pooled SD), for one pair of sources, arm and set. Those it is made of have the covariate.
 * query: of R4.9, its numerator 1 where the pair is linked.
 */
export async function findLinkageBias(
  query: ShareQuery,
  arms: readonly ArmScopes[],
  patients: PatientFrame,
  covariates: CovariateMatrix,
): Promise<Finding[]> {
  const variables = listVariables(covariates);
  const findings: Finding[] = [];
  for (const { store, scopes } of arms) {
    const columns = await store.query(query.sql, query.values);
    const held = columns.int32("numerator").values;
    const linked = new Set(columns.text("patient_id").filter((_, i) => held[i] === 1));
    const sets = scopes.filter(({ population }) => population !== "database");
    findings.push(
      ...sets.map((scope) => ({
        ...placeOf(query, scope),
        ...compareLinked(variables, rowsOf(patients, scope, linked)),
      })),
    );
  }
  return findings;
}

const placeOf = ({ variable, label }: ShareQuery, { population, group }: Scope) => ({
  id: "R4.9" as const,
  variable: `${variable}.bias`,
  label: `${label}: linked against unlinked patients, largest standardised difference`,
  population,
  group,
  unit: "smd",
  threshold: alike,
});

const alike: Threshold = {
  direction: "at-most",
  met: 0.1,
  caution: Number.POSITIVE_INFINITY,
  basis: "at most 0.1, or no more than chance explains (95 % interval, Bonferroni over covariates): proposal",
};

/** So few say nothing. */
const fewest = 10;

interface LinkedRows {
  readonly rows: readonly number[];
  /** Beside `rows`: 1 = linked. */
  readonly linked: Uint8Array;
}

function rowsOf(patients: PatientFrame, scope: Scope, linked: ReadonlySet<string | null>): LinkedRows {
  const side = scope.group === "trial" ? 1 : 0;
  const rows = patients.patientId.flatMap((id, i) => (patients.trial[i] === side && scope.patients.has(id) ? [i] : []));
  return { rows, linked: Uint8Array.from(rows, (row) => (linked.has(patients.patientId[row]!) ? 1 : 0)) };
}

interface Apart {
  readonly label: string;
  readonly smd: number;
  readonly n1: number;
  readonly n0: number;
}

function compareLinked(
  variables: readonly CovariateVariable[],
  { rows, linked }: LinkedRows,
): Pick<Finding, "value" | "note" | "counts" | "isEnough"> {
  const apart = variables.flatMap((variable): Apart[] => {
    const known = Array.from(rows.keys()).filter((i) => variable.missing[rows[i]!] === 0);
    const treated = Uint8Array.from(known, (i) => linked[i]!);
    const n1 = treated.reduce((count, is) => count + is, 0);
    const n0 = treated.length - n1;
    if (Math.min(n1, n0) < fewest) return [];
    const x = Float64Array.from(known, (i) => variable.value[rows[i]!]!);
    const moments = estimateArmMoments({ x, treated, binary: variable.binary });
    const [one, other] = [moments.treated(), moments.control()];
    const sd = Math.sqrt((one.variance + other.variance) / 2);
    return sd > 0 ? [{ label: variable.label, smd: Math.abs(one.mean - other.mean) / sd, n1, n0 }] : [];
  });
  if (apart.length === 0)
    return { value: null, note: `fewer than ${fewest} patients are linked, or fewer than ${fewest} are not` };
  const level = 1 - 0.05 / apart.length;
  const limitsOf = ({ smd, n1, n0 }: Apart) => estimateSmdInterval(smd, { n1, n0, level });
  const largest = apart.reduce((most, each) => (each.smd > most.smd ? each : most));
  const isChance = apart.every((each) => limitsOf(each).lower <= 0);
  return {
    value: largest.smd,
    isEnough: isChance,
    note: `${largest.label}${isChance ? "; no more than chance explains" : ""}`,
    counts: {
      numerator: null,
      denominator: null,
      unit: "patients, linked or not, the fewer",
      patients: Math.min(largest.n1, largest.n0),
      ...limitsOf(largest),
      interval: "95 % Hedges–Olkin, Bonferroni over covariates",
    },
  };
}
