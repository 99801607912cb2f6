/**
 * What became of each lesion row: used, or set aside and why. Rows in = rows used + rows set aside.
 * The labels go into reports; the codes into `SequenceWorkspace.fate`.
 */
export const ROW_FATES = [
  "unread",
  "used",
  "used: baseline",
  "superseded by a later row of the timepoint or baseline",
  "repeats another row",
  "conflicts with another diameter of the day",
  "not evaluable",
  "wrong axis",
  "target on ultrasound",
  "PET at a known site",
  "technique not comparable",
  "after local therapy",
  "before the baseline window",
  "lesion has no baseline",
  "unknown role",
  "marker after the last timepoint",
  "node normal at baseline",
] as const;

export const FATE = {
  unread: 0,
  used: 1,
  usedBaseline: 2,
  superseded: 3,
  repeated: 4,
  conflicting: 5,
  notEvaluable: 6,
  wrongAxis: 7,
  ultrasound: 8,
  petAtKnownSite: 9,
  incomparable: 10,
  afterLocalTherapy: 11,
  beforeWindow: 12,
  noBaseline: 13,
  unknownRole: 14,
  strayMarker: 15,
  normalNode: 16,
} as const;
