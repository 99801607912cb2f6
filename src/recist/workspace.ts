import { ISSUES } from "./issues.js";
import { NEVER, NONE } from "./lesion-rows.js";

/**
 * Scratch memory in which one (patient, reader) sequence after another is derived: no allocation per row or patient.
 * Everything but `issues`, which counts on, belongs to the sequence derived last. Grown by `reserve…`, never shrunk.
 */
export interface SequenceWorkspace {
  /** The sequence is the rows firstRow … firstRow + rowCount − 1. */
  firstRow: number;
  rowCount: number;
  /** Their absolute numbers in the order of day. */
  order: Int32Array;
  /** What became of each, at `row − firstRow` (`FATE`). */
  fate: Uint8Array;
  lesions: LesionScratch;
  baseline: Baseline;
  timepoints: Timepoints;
  /** What each lesion showed: at baseline at `lesion`, at timepoint t at `(t + 1) * lesions.count + lesion`. */
  cells: Cells;
  /** Breaches met so far, by `ISSUE`. The caller clears it. */
  readonly issues: Int32Array;
  /** One row's reading, filled by `readLesionRow`. */
  readonly reading: RowReading;
  readonly course: Course;
}

export interface LesionScratch {
  count: number;
  role: Uint8Array;
  isNode: Uint8Array;
  organ: Int32Array;
  nature: Uint8Array;
  splitFrom: Int32Array;
  mergedInto: Int32Array;
  localTherapyDay: Int32Array;
  /** 1 where some lesion merges into this one. */
  isMass: Uint8Array;
  /** First row in order that names the lesion, NONE where its number is not used. */
  firstRow: Int32Array;
  /** A new lesion that counts: day and row of its first appearance (N3, N4), else NEVER and NONE. */
  newDay: Int32Array;
  newRow: Int32Array;
  /** True where any lesion split or merged: only then are links followed. */
  linked: boolean;
}

export const BASELINE_STATUS = { missing: 0, valid: 1, incomplete: 2, sumZero: 3 } as const;

export interface Baseline {
  status: number;
  /** Latest and earliest scan day a baseline value comes from. */
  day: number;
  earliestDay: number;
  /** Days of the earliest value before the window, or of the latest after start (B5). 0 = inside. */
  daysOutside: number;
  /** Hundredths of a millimetre (B6). */
  sum: number;
  targetCount: number;
  nonTargetCount: number;
  /** Place in `order` of the first row after baseline. */
  end: number;
}

/** Timepoints in ascending order of day, in columns. */
export interface Timepoints {
  count: number;
  /** N6: the date of the timepoint. */
  day: Int32Array;
  /** Day of the scan that opened it, and its rows as a range of `order`. */
  openDay: Int32Array;
  rowFrom: Int32Array;
  rowTo: Int32Array;
  /** Response codes and rule codes of the parts and of the whole. */
  target: Uint8Array;
  targetRule: Uint8Array;
  nonTarget: Uint8Array;
  nonTargetRule: Uint8Array;
  /** 1 where a new lesion that counts is seen. */
  newLesion: Uint8Array;
  newLesionRule: Uint8Array;
  response: Uint8Array;
  /** Row of RECIST table 1 (1–9) or table 2 (11–15) that the overall response comes from; 0 where none applies. */
  tableRow: Uint8Array;
  /** 1 where a target PR is only held (T9), and where a node regrown after CR waits for the next scan (T10). */
  held: Uint8Array;
  awaited: Uint8Array;
  /**
   * Sum of the targets measured, how many were not, and the nadir before this timepoint. NONE where there is no target.
   */
  sum: Int32Array;
  missing: Int32Array;
  nadir: Int32Array;
  /** New lesions seen so far that are visible now: number, and sum of those measured (for iRECIST). */
  newCount: Int32Array;
  newSum: Int32Array;
  /** The earliest row that shows PD in any part, NONE without. */
  evidenceRow: Int32Array;
  flags: Uint16Array;
}

/** Bits of `Timepoints.flags`. */
export const TIMEPOINT_FLAG = {
  /** A lesion was seen twice in the window: the later measured value counts (N6). */
  seenTwice: 1,
  /** A node regrown to 10 mm and under 15 mm is the only sign of disease after CR (T10). */
  nodeRegrowth: 2,
  /** An equivocal new lesion that has not been confirmed (N3). */
  equivocalNewLesion: 4,
  /** PD dated here because a later scan confirmed an equivocal finding (N3, N4, T10). */
  confirmedLater: 8,
  /** A new lesion in a region never imaged before (N2). */
  newInUnimagedRegion: 16,
  /** A value was measured by another technique than at baseline. */
  incomparable: 32,
  /** Lesions split or merged are in the sum (T3). */
  linked: 64,
  /** The sum is not complete (T8). */
  incomplete: 128,
} as const;

/** Visible state of a lesion. */
export const SEEN = { none: 0, visible: 1, gone: 2, progressed: 3, notEvaluable: 4 } as const;

export interface Cells {
  seen: Uint8Array;
  /** Hundredths of a millimetre, or NONE. */
  value: Int32Array;
  row: Int32Array;
  rule: Uint8Array;
}

export interface RowReading {
  /** The row and the cell it goes to. */
  row: number;
  cell: number;
  seen: number;
  value: number;
  rule: number;
  fate: number;
  /** Bits 1 << `ISSUE`. */
  breaches: number;
}

/** What one timepoint hands on to the next. */
export interface Course {
  /** Smallest complete sum so far, baseline included (T5). */
  nadir: number;
  hadCompleteResponse: boolean;
  /**
   * Timepoint of a node regrowth that waits for the next scan (T10), NONE without; what it would be if confirmed, and
   * its row.
   */
  pendingTimepoint: number;
  pendingTarget: boolean;
  pendingNonTarget: boolean;
  pendingRow: number;
  /** An earlier timepoint that the last one turned into PD (T10), NONE without. */
  confirmedTimepoint: number;
}

export function createWorkspace(): SequenceWorkspace {
  return {
    firstRow: 0,
    rowCount: 0,
    order: new Int32Array(0),
    fate: new Uint8Array(0),
    lesions: lesionScratch(0),
    baseline: {
      status: 0,
      day: NEVER,
      earliestDay: NEVER,
      daysOutside: 0,
      sum: NONE,
      targetCount: 0,
      nonTargetCount: 0,
      end: 0,
    },
    timepoints: timepointColumns(0),
    cells: cells(0),
    issues: new Int32Array(ISSUES.length),
    reading: { row: NONE, cell: 0, seen: 0, value: NONE, rule: 0, fate: 0, breaches: 0 },
    course: {
      nadir: 0,
      hadCompleteResponse: false,
      pendingTimepoint: NONE,
      pendingTarget: false,
      pendingNonTarget: false,
      pendingRow: NONE,
      confirmedTimepoint: NONE,
    },
  };
}

/** Makes room for the rows of a sequence; a timepoint holds at least one row, so timepoints never need more. */
export function reserveRows(workspace: SequenceWorkspace, firstRow: number, n: number): void {
  workspace.firstRow = firstRow;
  workspace.rowCount = n;
  if (workspace.order.length >= n) return;
  const room = grown(n);
  workspace.order = new Int32Array(room);
  workspace.fate = new Uint8Array(room);
  workspace.timepoints = timepointColumns(room);
}

/** Makes room for lesions 0 … n − 1. */
export function reserveLesions(workspace: SequenceWorkspace, n: number): void {
  if (workspace.lesions.role.length < n) workspace.lesions = lesionScratch(grown(n));
  workspace.lesions.count = n;
}

/** Makes room for the cells of baseline and every timepoint, all empty. */
export function reserveCells(workspace: SequenceWorkspace): void {
  const n = (workspace.timepoints.count + 1) * workspace.lesions.count;
  if (workspace.cells.seen.length < n) workspace.cells = cells(grown(n));
  const { seen, value, row, rule } = workspace.cells;
  seen.fill(SEEN.none, 0, n);
  value.fill(NONE, 0, n);
  row.fill(NONE, 0, n);
  rule.fill(0, 0, n);
}

function grown(n: number): number {
  return Math.max(64, 2 ** Math.ceil(Math.log2(n)));
}

function lesionScratch(n: number): LesionScratch {
  return {
    count: n,
    role: new Uint8Array(n),
    isNode: new Uint8Array(n),
    organ: new Int32Array(n),
    nature: new Uint8Array(n),
    splitFrom: new Int32Array(n),
    mergedInto: new Int32Array(n),
    localTherapyDay: new Int32Array(n),
    isMass: new Uint8Array(n),
    firstRow: new Int32Array(n),
    newDay: new Int32Array(n),
    newRow: new Int32Array(n),
    linked: false,
  };
}

function timepointColumns(n: number): Timepoints {
  return {
    count: 0,
    day: new Int32Array(n),
    openDay: new Int32Array(n),
    rowFrom: new Int32Array(n),
    rowTo: new Int32Array(n),
    target: new Uint8Array(n),
    targetRule: new Uint8Array(n),
    nonTarget: new Uint8Array(n),
    nonTargetRule: new Uint8Array(n),
    newLesion: new Uint8Array(n),
    newLesionRule: new Uint8Array(n),
    response: new Uint8Array(n),
    tableRow: new Uint8Array(n),
    held: new Uint8Array(n),
    awaited: new Uint8Array(n),
    sum: new Int32Array(n),
    missing: new Int32Array(n),
    nadir: new Int32Array(n),
    newCount: new Int32Array(n),
    newSum: new Int32Array(n),
    evidenceRow: new Int32Array(n),
    flags: new Uint16Array(n),
  };
}

function cells(n: number): Cells {
  return { seen: new Uint8Array(n), value: new Int32Array(n), row: new Int32Array(n), rule: new Uint8Array(n) };
}
