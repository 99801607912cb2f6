import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import { termsOf } from "../spec/design.js";
import { covariatesOf } from "../spec/term.js";
import { deriveCanonicalRank } from "../stats/canonical-rank.js";
import { standardDeviation } from "../stats/standard-deviation.js";
import { keepCommonSupport, type PropensityMembers } from "./common-support.js";
import type { DesignOf, MethodInput } from "./derived-design.js";
import { fitPropensity, type Propensity } from "./fit-propensity.js";

export type MatchingDesign = DesignOf<"nearest" | "mahalanobis" | "with-replacement" | "optimal" | "full">;

/** What every kind of matching on the propensity starts from. */
export interface PreparedMatching {
  readonly propensity: Propensity;
  /** Those of the model that may be matched. */
  readonly members: PropensityMembers;
  /** On the logit; null = none. */
  readonly caliper: number | null;
  /** Aligned to the members; `tieRank` orders patients by covariates, then by a seeded hash of the id: it breaks every tie. */
  readonly scores: {
    readonly score: Float64Array;
    readonly treated: Uint8Array;
    readonly tieRank: Int32Array;
    readonly caliper?: number;
    readonly stratum?: Int32Array;
  };
}

/** Propensity, caliper, canonical ranks and exact strata of a matching design. Throws EstimationError where the propensity model cannot be fitted. */
export function prepareMatching(design: MatchingDesign, input: MethodInput): PreparedMatching {
  const { patients, covariates, seed } = input;
  const propensity = fitPropensity(input, design.propensity);
  const members = design.propensity.commonSupport === true ? keepCommonSupport(propensity) : propensity;
  const { rows, logit, treated } = members;
  const names = new Set(termsOf(design).terms.flatMap(covariatesOf));
  const columns = covariates.columns.filter((column) => names.has(column.name));
  const values = columns.map((column) => Float64Array.from(rows, (row) => column.value[row]!));
  const ids = Array.from(rows, (row) => patients.patientId[row]!);
  const caliper = design.caliper === null ? null : design.caliper * caliperUnit(design.caliperSd ?? "all", propensity);
  const stratum = stratify(covariates, design.exact, rows);
  return {
    propensity,
    members,
    caliper,
    scores: {
      score: logit,
      treated,
      tieRank: deriveCanonicalRank(values, ids, seed),
      ...(caliper === null ? {} : { caliper }),
      ...(stratum === null ? {} : { stratum }),
    },
  };
}

/** The standard deviation a caliper is counted in: over all patients of the model, or √((s₁² + s₀²)/2) of its arms. */
function caliperUnit(of: "all" | "pooled", { logit, treated }: Propensity): number {
  if (of === "all") return standardDeviation(logit);
  const arm = (side: 0 | 1) => standardDeviation(logit.filter((_, i) => treated[i] === side));
  return Math.sqrt((arm(1) ** 2 + arm(0) ** 2) / 2);
}

/** A code for every combination of the exact covariates' values; a missing value is a value of its own. */
function stratify(covariates: CovariateMatrix, exact: readonly string[], rows: Int32Array): Int32Array | null {
  if (exact.length === 0) return null;
  const columns = exact.map((name) => covariates.columns.find((column) => column.name === name)!);
  const codes = new Map<string, number>();
  return rows.map((row) => {
    const key = columns.map((column) => (column.missing[row] === 1 ? "?" : column.value[row])).join("/");
    const code = codes.get(key) ?? codes.size;
    codes.set(key, code);
    return code;
  });
}
