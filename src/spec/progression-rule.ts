import { z } from "zod";

/** The named ways to read progression-free survival; each is one set of the choices below, kept in `recist/progression-rules.ts`. */
export const progressionRuleIds = [
  "primary",
  "new-therapy-ignored",
  "new-therapy-event",
  "missed-two-cap",
  "missed-two-schedule",
  "midpoint",
  "left-end",
  "grid",
  "ema",
  "time-to-progression",
] as const;

/** Rules of admiral's derive_param_tte, for parity with it: the earliest event, else the latest date free of it. */
export const admiralRuleIds = ["admiral", "admiral-to-new-therapy"] as const;

const missedSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("off") }).describe("documented progression counts, however late"),
    z
      .strictObject({
        kind: z.literal("cap"),
        capDays: z.int().min(1).exactOptional().describe("by default two of the longest intervals and the tolerance"),
      })
      .describe(
        "an event later than this after the last adequate assessment is censored there; one limit for both arms",
      ),
    z
      .strictObject({ kind: z.literal("schedule") })
      .describe("an event after two missed planned visits is censored; never meant for routine scans"),
  ])
  .describe("when progression or death counts as seen too late (P3)");

const choicesSchema = z.strictObject({
  newTherapy: z
    .enum(["censor", "ignore", "event"])
    .default("censor")
    .describe("a new anticancer therapy before progression"),
  treatmentStop: z
    .enum(["censor", "ignore"])
    .default("censor")
    .describe("treatment stopped for toxicity or undocumented progression and nothing assessed after"),
  missed: missedSchema.prefault({ kind: "off" }),
  progressionDay: z
    .enum(["observed", "midpoint", "left", "grid"])
    .default("observed")
    .describe(
      "the day given to progression: as seen, middle or left end of its interval, next planned day of the trial",
    ),
  earlyDeathDays: z
    .int()
    .min(0)
    .exactOptional()
    .describe(
      "a death up to this day without any assessment is an event; by default two of the longest intervals and the tolerance",
    ),
});

/** A rule by name, or its choices one by one. */
export const progressionRuleSchema = z
  .union([z.enum([...progressionRuleIds, ...admiralRuleIds]), choicesSchema])
  .describe(
    "which events end the time and what censors it: a named rule (primary: the FDA's situations, missed assessments not regarded), or its choices",
  );

export type ProgressionRuleSpec = z.infer<typeof progressionRuleSchema>;
