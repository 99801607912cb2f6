/**
 * The clauses the engine decides by, each with the identity that travels into audit columns and reports. Source:
 * Eisenhauer et al. 2009 (RECIST 1.1), its committee's questions and answers, FDA 2018 guidance on cancer endpoints.
 */
export const RULE_CLAUSES = {
  B1: "measurable: 10 mm on slices up to 5 mm, else twice the slice; 20 mm on chest X-ray; never ultrasound",
  B2: "node: short axis 15 mm and more may be target, 10 to under 15 non-target, under 10 normal",
  B3: "not measurable by its nature, or irradiated without progression since",
  B4: "at most 5 targets, 2 per organ; all nodes are one organ, paired organs one; everything else is non-target",
  B5: "baseline as near to the start as possible, within its window",
  B6: "baseline sum: longest diameters plus nodal short axes",
  T1: "same lesion, same axis, the value as measured, also below 10 mm",
  T2: "seen but too small to measure: 5 mm unless a value is given; gone: 0 mm",
  T3: "fragments add up under their parent; merged lesions count once, as the mass",
  T4: "target CR: every non-nodal target gone, every target node under 10 mm",
  T5: "target PD: at least 20 % and 5 mm above the nadir, baseline included",
  T6: "target PR: at least 30 % below baseline; SD otherwise",
  T7: "thresholds are inclusive and compared as integers",
  T8: "a target is missing: not evaluable, unless the measured part alone shows PD; an incomplete sum is never a nadir",
  T9: "a confirmed PR is held until PD (option)",
  T10: "after an overall CR any reappearance is PD",
  T11: "nadir 0 without an overall CR: the absolute increase of 5 mm decides",
  N1: "non-target lesions: CR all gone, PD unequivocal, NE not all evaluated, else non-CR/non-PD",
  N2: "a new lesion is unequivocal and no effect of technique",
  N3: "an equivocal new lesion confirmed later dates PD at its first appearance",
  N4: "FDG-PET: PD after a negative baseline PET, else only where CT confirms a new site",
  N5: "overall response by RECIST 1.1 table 1 or 2",
  N6: "a timepoint takes the scans of its window; PD has the earliest date that shows it, other responses the latest",
  N7: "deterioration without imaging is not progression",
  C1: "CR and PR are confirmed after a minimum interval",
  C2: "SD needs a minimum time from start; confirmation pairs follow RECIST 1.1 table 3",
  C3: "what may lie between two responses: NE up to a limit, SD by option",
  C4: "assessments after the first PD or a new anticancer therapy do not count",
  C5: "everyone of the analysis set is in the denominator; NE and missing are non-responders",
  C6: "time to response, duration, depth, early shrinkage",
  P1: "radiological progression only, dated when first seen",
  P2: "the situations of the FDA table, in order",
  P3: "progression or death right after two missed assessments",
  P4: "a variant of the progression rule",
  P5: "every result names its date, code, reason and source row",
} as const;

export type RuleId = keyof typeof RULE_CLAUSES;

/** Rule identities by code, so that a typed array can hold them; code 0 is “no rule”. */
export const RULE_IDS: readonly (RuleId | null)[] = [null, ...(Object.keys(RULE_CLAUSES) as RuleId[])];

/** Code of each rule: its place in `RULE_IDS`. */
export const RULE = Object.fromEntries(RULE_IDS.flatMap((id, code) => (id === null ? [] : [[id, code]]))) as Readonly<
  Record<RuleId, number>
>;
