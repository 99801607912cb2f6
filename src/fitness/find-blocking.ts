import type { Indicator, ResultRecord } from "../results/records.js";

/**
 * The critical indicators that keep the analysis from going on: not met, or not assessable, and no reason is written. What was found of the
 * whole database counts only where nothing was found of the cohort: it tells of patients who are not in the analysis.
 */
export function findBlocking(records: readonly ResultRecord[]): Indicator[] {
  const own = records.filter(
    (record): record is Indicator =>
      record.kind === "indicator" && record.stage === "fitness" && record.critical === true,
  );
  const key = ({ indicator, variable, group }: Indicator): string => JSON.stringify([indicator, variable, group]);
  const inCohort = new Set(own.filter(({ population }) => population === "eligible").map(key));
  return own.filter(
    (each) =>
      (each.status === "not met" || each.status === "not assessable") &&
      each.reason === null &&
      !(each.population === "database" && inCohort.has(key(each))),
  );
}

/** One line for each indicator among them, with the parts that fail. */
export function describeBlocking(blocking: readonly Indicator[]): string[] {
  const ids = [...new Set(blocking.map(({ indicator }) => indicator))];
  return ids.map((id) => {
    const parts = blocking.filter(({ indicator }) => indicator === id);
    const told = parts.map(({ variable, group, population, status }) =>
      [variable, group, population, status].filter((word) => word !== null).join(", "),
    );
    const more = told.length > 3 ? `; and ${told.length - 3} more` : "";
    return `${id} is critical and ${told.slice(0, 3).join("; ")}${more} → fitness.reasons["${id}"]`;
  });
}
