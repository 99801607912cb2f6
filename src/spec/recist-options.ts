import { z } from "zod";

const days = (fallback: number, text: string) => z.int().min(0).default(fallback).describe(text);

/** What RECIST 1.1 leaves to the protocol and how breaches of its rules are met; each with its default. */
export const recistOptionsSchema = z
  .strictObject({
    baselineEarliestDays: days(28, "earliest day before index that a baseline scan may have (B5)"),
    baselineLatestDays: days(0, "where no scan precedes index, scans up to this many days after it are baseline (B5)"),
    baselineOutsideWindow: z
      .enum(["use", "exclude"])
      .default("use")
      .describe("a baseline scan before the window: used and its days recorded, or left out (B5)"),
    targetBreach: z
      .enum(["demote", "flag"])
      .default("demote")
      .describe("a declared target that may not be one becomes non-target, or stays with a flag (B1–B4)"),
    lesionWithoutBaseline: z
      .enum(["flag", "notEvaluable"])
      .default("flag")
      .describe("a declared target without a baseline measurement leaves the sum, or makes target response NE"),
    conflictingDiameters: z
      .enum(["notEvaluable", "flag"])
      .default("notEvaluable")
      .describe("two diameters of one lesion on one day: not evaluable, or the larger one with a flag"),
    incomparableScan: z
      .enum(["flag", "notEvaluable"])
      .default("flag")
      .describe("modality, slice thickness or contrast other than at baseline: the value is flagged, or not evaluable"),
    localTherapyOnTarget: z
      .enum(["notEvaluable", "ignore"])
      .default("notEvaluable")
      .describe("a target after local therapy on it: not evaluable, or used"),
    timepointWindowDays: days(14, "scans up to this many days after the one that opened a timepoint belong to it (N6)"),
    holdPartialResponse: z.boolean().default(false).describe("a confirmed PR is held until PD (T9)"),
    nodeRegrowth: z
      .enum(["progression", "awaitNextScan"])
      .default("progression")
      .describe(
        "a node regrown to 10 to under 15 mm after CR, the only sign: PD, or only if the next scan shows it (T10)",
      ),
    newLesionInUnimagedRegion: z
      .enum(["progression", "ignore"])
      .default("progression")
      .describe("a new lesion in a region never imaged before: PD with a mark, or marked and not counted (N2)"),
    confirmationDays: days(28, "days between the two assessments of a confirmed response (C1)"),
    minimumStableDays: days(42, "days from index before which a response is not SD (C2)"),
    maxNotEvaluableBetween: days(1, "NE allowed between two responses (C3)"),
    maxStableBetween: days(0, "SD allowed between two PRs (C3)"),
    partialAfterComplete: z
      .enum(["progression", "recodeToPartial"])
      .default("progression")
      .describe("disease after a CR is PD; or, the CR having been wrong, a CR before a PR was a PR (table 3)"),
    missingAsNotEvaluable: z.boolean().default(false).describe("without any assessment NE in place of MISSING (C5)"),
    earlyShrinkageFromDays: days(42, "first day of the scan that early shrinkage is read from (C6)"),
    earlyShrinkageToDays: days(70, "last day of it"),
  })
  .describe("RECIST options");

export type RecistOptionsSpec = z.infer<typeof recistOptionsSchema>;
