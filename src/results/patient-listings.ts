/** Listings with a row for each patient, or for each scan of one: made only of the arms that the plan names, and never of an arm under the small-cell rule. */
export const patientListings = ["waterfall", "spider", "swimmer"] as const;

export type PatientListing = (typeof patientListings)[number];

export const isPatientListing = (name: string): name is PatientListing =>
  (patientListings as readonly string[]).includes(name);
