import type { Analysis } from "./analysis.js";
import { describeUnknown } from "./describe-unknown.js";
import { fitnessIds } from "./fitness-ids.js";

/** The breaches of section `fitness`: reasons and thresholds of indicators that do not exist, designs that do not. */
export function checkFitness({ fitness, designs }: Analysis): string[] {
  if (fitness === undefined) return [];
  const ids: readonly string[] = fitnessIds;
  const idOf = (key: string): string => key.split(".").slice(0, 2).join(".");
  const unknown = (section: "reasons" | "thresholds") =>
    Object.keys(fitness[section])
      .filter((key) => !ids.includes(idOf(key)))
      .map((key) => describeUnknown("indicator", idOf(key), ids, `fitness.${section}.${key}`));
  const names = Object.keys(designs);
  return [
    ...unknown("reasons"),
    ...unknown("thresholds"),
    ...(fitness.designs ?? []).flatMap((name, i) =>
      names.includes(name) ? [] : [describeUnknown("design", name, names, `fitness.designs[${i}]`)],
    ),
  ];
}
