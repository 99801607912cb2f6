import { fillPlace } from "../results/make-records.js";
import type { Listing } from "../results/records.js";
import { fitnessIds } from "../spec/fitness-ids.js";
import { indicators } from "./indicators.js";

const columns = [
  ["indicator", "No."],
  ["label", "What"],
  ["reads", "Reads"],
  ["fda", "FDA real-world data"],
  ["spifd", "SPIFD"],
  ["data_sat", "NICE DataSAT"],
  ["ema", "EMA data quality"],
] as const;

/** Every indicator with what it reads and its place in each framework. */
export function listFrameworks(): Listing {
  return {
    kind: "listing",
    ...fillPlace({ variant: "main", stage: "fitness", population: "analysis" }),
    listing: "fitness_frameworks",
    columns: columns.map(([name, label]) => ({ name, label })),
    rows: fitnessIds.map((id) => {
      const { label, reads, frameworks } = indicators[id];
      return [id, label, reads, frameworks.fda, frameworks.spifd, frameworks.dataSat, frameworks.ema];
    }),
  };
}
