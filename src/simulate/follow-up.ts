import { civilDate, epochDay } from "./calendar.js";
import type { Course } from "./course.js";
import { drawExponential } from "./draw.js";
import type { FollowUpEnd } from "./patient.js";
import { totalRisk } from "./prognosis.js";
import type { Recruit } from "./recruit.js";
import type { World } from "./world.js";

/** Calendar of the two datasets, days since 1970-01-01. Two years of follow-up are possible for everyone. */
export const calendar = {
  trial: { first: epochDay(2017, 7, 1), last: epochDay(2019, 6, 30), cutoff: epochDay(2021, 6, 30) },
  care: { first: epochDay(2014, 1, 1), last: epochDay(2019, 12, 31), cutoff: epochDay(2022, 3, 31) },
} as const;

/** Start of the index line. Care: a few more every year. Truth patients stand for the trial. */
export function drawIndexDay({ population, streamOf }: Recruit): number {
  const { first, last } = calendar[population === "care" ? "care" : "trial"];
  const u = streamOf("calendar").uniform();
  const share = population === "care" ? Math.sqrt(0.25 + 2 * u) - 0.5 : u;
  return first + Math.min(last - first, Math.floor(share * (last - first + 1)));
}

/** Years between the start of 2018 and a day. */
export function yearsSince2018(day: number): number {
  return civilDate(day).year - 2018 + (day - epochDay(civilDate(day).year, 1, 1)) / 365.25;
}

/** Mean days to loss: 3 % a year in the trial, 10 % in routine care. */
const meanDaysToLoss = { trial: 12000, care: 3500 } as const;

/**
 * Last day of follow-up and what ends it: death, loss, or the data cut-off. Loss comes at a constant rate by chance alone;
 * where the world says so it is tied to prognosis in routine care, three times likelier per unit of log hazard above average:
 * patients who do badly leave for hospices, and their deaths go unseen.
 */
export function drawFollowUp(
  world: World,
  { population, person, streamOf }: Recruit,
  { course, indexDay }: { readonly course: Course; readonly indexDay: number },
): { readonly followUpEnd: FollowUpEnd; readonly lastDay: number } {
  const setting = population === "care" ? "care" : "trial";
  const tie = world.informativeLoss && setting === "care" ? Math.exp(1.1 * totalRisk(person)) * 2 : 1;
  const lost = Math.ceil(drawExponential(streamOf("loss"), meanDaysToLoss[setting] / tie));
  const cutoff = calendar[setting].cutoff - indexDay;
  const death = Math.max(1, Math.floor(course.deathDay));
  if (death <= lost && death <= cutoff) return { followUpEnd: "death", lastDay: death };
  return lost < cutoff ? { followUpEnd: "lost", lastDay: lost } : { followUpEnd: "cutoff", lastDay: cutoff };
}
