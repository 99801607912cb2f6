import fc from "fast-check";
import type { STATE } from "../../../src/recist/lesion-rows.js";
import { RESPONSE } from "../../../src/recist/response.js";
import type { TestRow } from "./sequence.js";

const STATES = ["measured", "measured", "measured", "tooSmall", "absent", "notEvaluable"] as const;
const NON_TARGET_STATES = ["present", "present", "absent", "notEvaluable", "unequivocalProgression"] as const;

/** Scans of one patient: day of each after baseline at least 15 days apart, so that each is a timepoint of its own. */
const days = fc
  .array(fc.integer({ min: 15, max: 70 }), { minLength: 1, maxLength: 6 })
  .map((gaps) => gaps.map((_, i) => gaps.slice(0, i + 1).reduce((day, gap) => day + gap, 0)));

/**
 * Lesion rows of one patient and reader: up to 4 targets in organs of their own (one may be a node), up to 2
 * non-targets and 2 new lesions, in the order of day. Diameters in tenths of a millimetre.
 */
export const lesionRows: fc.Arbitrary<TestRow[]> = days.chain((scans) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 150, max: 600 }), visits(scans, target)), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(visits(scans, nonTarget), { maxLength: 2 }),
      fc.array(visits(scans, fresh), { maxLength: 2 }),
    )
    .map(([targets, nonTargets, news]) => [
      ...targets.flatMap(([isNode, baseline, rows], i) =>
        [{ day: -7, state: "measured", mm: baseline / 10 } as const, ...rows].map(
          (row): TestRow => ({ ...row, lesion: `T${i}`, organ: i + 1, node: isNode && i === 0 }),
        ),
      ),
      ...nonTargets.flatMap((rows, i) =>
        [{ day: -7, state: "present" } as const, ...rows].map(
          (row): TestRow => ({ ...row, lesion: `N${i}`, role: "nonTarget" }),
        ),
      ),
      ...news.flatMap((rows, i) => rows.map((row): TestRow => ({ ...row, lesion: `X${i}`, role: "new" }))),
    ]),
);

type Visit = Omit<TestRow, "lesion">;

/** One row per scan, some left out. */
function visits(scans: readonly number[], row: fc.Arbitrary<Omit<Visit, "day">>): fc.Arbitrary<Visit[]> {
  const one = (day: number) => fc.option(row, { freq: 6 }).map((value) => (value === null ? [] : [{ ...value, day }]));
  return fc.tuple(...scans.map(one)).map((list) => list.flat());
}

const target: fc.Arbitrary<Omit<Visit, "day">> = fc
  .tuple(fc.constantFrom(...STATES), fc.integer({ min: 0, max: 700 }))
  .map(([state, tenths]) => (state === "measured" ? { state, mm: tenths / 10 } : { state }));

const nonTarget: fc.Arbitrary<Omit<Visit, "day">> = fc.constantFrom(...NON_TARGET_STATES).map((state) => ({ state }));

const fresh: fc.Arbitrary<Omit<Visit, "day">> = fc
  .tuple(fc.constantFrom("present", "present", "absent", "notEvaluable"), fc.constantFrom("equivocal", "unequivocal"))
  .map(([state, certainty]) => ({ state: state as keyof typeof STATE, certainty: certainty as "equivocal" }));

/** Ready assessments: days at least a week apart, any response an assessment may have. */
export const assessments = fc
  .array(
    fc.tuple(
      fc.integer({ min: 7, max: 60 }),
      fc.constantFrom(
        RESPONSE.cr,
        RESPONSE.pr,
        RESPONSE.pr,
        RESPONSE.sd,
        RESPONSE.nonCrNonPd,
        RESPONSE.pd,
        RESPONSE.ne,
        RESPONSE.nd,
      ),
    ),
    { maxLength: 8 },
  )
  .map((list) => {
    let day = 0;
    return { day: list.map(([gap]) => (day += gap)), response: list.map(([, code]) => code as number) };
  });

/** Settings of confirmation. */
export const confirmation = fc.record({
  confirmationDays: fc.integer({ min: 0, max: 90 }),
  maxNotEvaluableBetween: fc.integer({ min: 0, max: 3 }),
  maxStableBetween: fc.integer({ min: 0, max: 1 }),
  minimumStableDays: fc.integer({ min: 0, max: 90 }),
  missingAsNotEvaluable: fc.boolean(),
});
