import { logistic } from "./draw.js";
import type { Recruit } from "./recruit.js";

/** Identifiers of the two datasets. */
export const datasetIds = { trial: "lung-trial", care: "lung-care" } as const;

/** What a patient is called in the data, and where they are treated. */
export interface Identity {
  readonly patientId: string;
  readonly datasetId: string;
  readonly siteId: string;
  readonly region: string;
  /** Community practice rather than a university hospital: records less. */
  readonly isCommunity: boolean;
}

const trialRegions = ["Europe", "North America", "Asia-Pacific"] as const;
const careRegions = ["Northeast", "Midwest", "South", "West"] as const;

/** Names the patient. The trial has 40 sites in three regions, routine care 60 in four, three quarters of them community practices; the frail go there a little more often. */
export function identify({ population, number, person, streamOf }: Recruit): Identity {
  const stream = streamOf("site");
  const u = stream.uniform();
  if (population !== "care") {
    const site = 1 + Math.floor(u * 40);
    return {
      patientId: `${datasetIds.trial}:${number}`,
      datasetId: datasetIds.trial,
      siteId: `T${String(site).padStart(2, "0")}`,
      region: trialRegions[site % trialRegions.length]!,
      isCommunity: false,
    };
  }
  const isCommunity = stream.uniform() < logistic(1.1 + 0.25 * person.illness);
  const site = 1 + Math.floor(u * (isCommunity ? 45 : 15));
  return {
    patientId: `${datasetIds.care}:${number}`,
    datasetId: datasetIds.care,
    siteId: `${isCommunity ? "C" : "U"}${String(site).padStart(2, "0")}`,
    region: careRegions[site % careRegions.length]!,
    isCommunity,
  };
}
