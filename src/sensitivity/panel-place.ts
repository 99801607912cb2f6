import type { Place } from "../results/make-records.js";

/** Where a record of the bias panel stands: its line and the estimate it is about, in the main analysis, under the estimate's design. */
export function panelPlace(line: string, estimate: string, design: string) {
  return {
    variant: "main",
    stage: "sensitivity",
    population: design,
    group: null,
    variable: `${line}.${estimate}`,
  } as const satisfies Place;
}
