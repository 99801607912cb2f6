import type { RecistOptions } from "./options.js";
import type { RuleId } from "./rules.js";

/**
 * A breach the engine meets in lesion rows: where it stands, the rule it breaks, and the option that says what follows.
 */
export interface Issue {
  readonly id: string;
  readonly table: "lesion" | "lesion_measurement" | "imaging_study";
  readonly column: string;
  readonly rule: RuleId;
  readonly text: string;
  /** The option that decides, or the fixed consequence. */
  readonly policy: keyof RecistOptions | "set aside" | "not evaluable" | "flag";
}

/** Every breach, in the order of the counters in `SequenceWorkspace.issues`. */
export const ISSUES = [
  issue("unknownRole", "lesion", "role", "B4", "role is not target, nontarget or new", "set aside"),
  issue("unknownState", "lesion_measurement", "state", "T1", "state is not one of the contract's", "not evaluable"),
  issue("attributesDisagree", "lesion", "role", "T1", "a lesion's own columns differ between its rows", "flag"),
  issue(
    "measuredWithoutDiameter",
    "lesion_measurement",
    "diameter_mm",
    "T1",
    "measured, without a diameter",
    "not evaluable",
  ),
  issue(
    "conflictingDiameters",
    "lesion_measurement",
    "diameter_mm",
    "T1",
    "two diameters for one lesion and day",
    "conflictingDiameters",
  ),
  issue(
    "shortAxisOfNonNode",
    "lesion_measurement",
    "axis",
    "T1",
    "short axis of a lesion that is no node",
    "not evaluable",
  ),
  issue("longAxisOfNode", "lesion_measurement", "axis", "B2", "long axis of a node", "not evaluable"),
  issue("targetOnUltrasound", "imaging_study", "modality", "B1", "a target on ultrasound", "not evaluable"),
  issue("petAtKnownSite", "imaging_study", "modality", "N4", "PET at a known site is no measurement", "set aside"),
  issue("incomparableScan", "imaging_study", "modality", "T1", "technique other than at baseline", "incomparableScan"),
  issue(
    "localTherapyOnTarget",
    "lesion_measurement",
    "study_uid",
    "T1",
    "a target after local therapy",
    "localTherapyOnTarget",
  ),
  issue(
    "lesionWithoutBaseline",
    "lesion",
    "role",
    "T1",
    "target or non-target without a baseline row",
    "lesionWithoutBaseline",
  ),
  issue("newLesionAtBaseline", "lesion", "role", "N2", "a new lesion was seen at baseline: it is non-target", "flag"),
  issue("unmeasurableTarget", "lesion", "role", "B1", "a target that was not measurable at baseline", "targetBreach"),
  issue(
    "normalNode",
    "lesion",
    "role",
    "B2",
    "a target or non-target node under 10 mm at baseline is no lesion",
    "targetBreach",
  ),
  issue("surplusTarget", "lesion", "role", "B4", "more than 5 targets or 2 in an organ", "targetBreach"),
  issue("baselineMissing", "imaging_study", "performed_on", "B5", "no baseline scan", "not evaluable"),
  issue(
    "baselineEarly",
    "imaging_study",
    "performed_on",
    "B5",
    "a baseline scan before the window",
    "baselineOutsideWindow",
  ),
  issue("baselineLate", "imaging_study", "performed_on", "B5", "baseline scans after the start", "flag"),
  issue("baselineSumZero", "lesion_measurement", "diameter_mm", "T11", "baseline sum 0", "not evaluable"),
  issue(
    "brokenLink",
    "lesion",
    "split_from",
    "T3",
    "split_from or merged_into names no lesion, or leads back",
    "set aside",
  ),
] as const satisfies readonly Issue[];

export type IssueId = (typeof ISSUES)[number]["id"];

/** Counter of each breach: its place in `ISSUES`. */
export const ISSUE = Object.fromEntries(ISSUES.map(({ id }, code) => [id, code])) as Readonly<Record<IssueId, number>>;

function issue<const Id extends string>(
  id: Id,
  table: Issue["table"],
  column: string,
  rule: RuleId,
  text: string,
  policy: Issue["policy"],
): Issue & { readonly id: Id } {
  return Object.freeze({ id, table, column, rule, text, policy });
}
