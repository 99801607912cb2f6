import type { ReportInput } from "./read-results.js";

/** How many imputations a design was carried out in; 0 where nothing was imputed. */
export const countImputations = (input: ReportInput, variant: string, design: string): number =>
  input.records.findStatistic({ variant, population: design }, "imputations")?.value ?? 0;
