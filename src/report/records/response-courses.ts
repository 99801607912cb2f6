import type { Statistic } from "../../results/records.js";
import { companionsOf, type ResponseCompanions } from "../../spec/response-companions.js";
import type { ReportInput } from "./read-results.js";
import { type Group, groups } from "./record-index.js";

/** What is described of one objective response endpoint of the main analysis beside its rate. */
export interface ResponseCourseResult {
  readonly name: string;
  readonly companions: ResponseCompanions;
  /** The arms whose data can tell of it. */
  readonly told: readonly Group[];
  /** Days at which the share in response is told, ascending. */
  readonly days: readonly string[];
  /** A statistic of an arm: of the duration, of the time to response, of disease control, or of being in response. */
  readonly find: (
    what: "duration" | "timeToResponse" | "diseaseControl" | "inResponse",
    group: Group,
    statistic: string,
    level?: string,
  ) => Statistic | null;
}

/** The description of a response endpoint; null where the results hold none. */
export function selectResponseCourse(input: ReportInput, name: string): ResponseCourseResult | null {
  const { endpoints } = input.plan.analysis;
  const companions = companionsOf(endpoints, [name])[0];
  if (companions === undefined) return null;
  const variables = {
    duration: companions.duration.variable,
    timeToResponse: companions.timeToResponse.variable,
    diseaseControl: companions.diseaseControl.variable,
    inResponse: `${name}.in_response`,
  };
  const find: ResponseCourseResult["find"] = (what, group, statistic, level) => {
    const place = { variant: "main", population: "eligible", group, variable: variables[what] };
    return input.records.findStatistic(level === undefined ? place : { ...place, level }, statistic);
  };
  const told = groups.filter((group) => find("inResponse", group, "n") !== null);
  if (told.length === 0) return null;
  const days = input.records.statistics.flatMap(({ variant, variable, level }) =>
    variant === "main" && variable === variables.inResponse && level !== null ? [level] : [],
  );
  return { name, companions, told, days: [...new Set(days)].sort((a, b) => Number(a) - Number(b)), find };
}
