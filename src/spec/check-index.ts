import type { Analysis } from "./analysis.js";

/** Refuses the seed of a draw where no line is drawn. Places start with `prefix`. */
export function checkIndex({ cohort }: Analysis, prefix: string): string[] {
  return (["trial", "control"] as const).flatMap((group) => {
    const { index } = cohort[group];
    return index.rule === "therapy-line" && index.seed !== undefined && index.which !== "random"
      ? [`seed belongs to which: "random"; got which: "${index.which}" → ${prefix}cohort.${group}.index.seed`]
      : [];
  });
}
