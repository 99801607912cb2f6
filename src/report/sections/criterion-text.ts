import type { Condition } from "../../spec/condition.js";
import type { Covariate, CovariateOrigin } from "../../spec/covariate.js";
import type { Criterion } from "../../spec/criterion.js";
import { joinWords } from "../document/inlines.js";
import { formatPlain } from "../format.js";

/** Days from index, both ends included. */
export type Window = readonly [from: number, to: number];

/** Windows that start this far back start at any time before index. */
const anyTime = -36_500;
const indexDay: Window = [0, 0];

/** The window a criterion looks at; null for a query of the author's own, which says itself. */
export function windowOfCriterion(criterion: Criterion): Window | null {
  switch (criterion.kind) {
    case "age":
    case "index-year":
    case "patient":
      return indexDay;
    case "sql":
      return null;
    case "therapy-line":
    case "drug-exposure":
      return criterion.started;
    default:
      return criterion.window;
  }
}

export const windowOfCovariate = ({ from }: Covariate): Window =>
  "window" in from ? from.window : from.kind === "therapy-line" ? [anyTime, 0] : indexDay;

/** `[−90, 0]`, `any time to 0`, `day 0`. */
export function describeWindow(window: Window | null): string {
  if (window === null) return "as its query says";
  const [from, to] = window;
  if (from === to) return `day ${printDay(from)}`;
  return from <= anyTime ? `any time to day ${printDay(to)}` : `days ${printDay(from)} to ${printDay(to)}`;
}

export const printDay = (day: number): string => (day < 0 ? `−${-day}` : String(day));

/** A test on a value: `at most 1`, `"yes"`. */
export function describeCondition(condition: Condition): string {
  if ("equals" in condition) return printScalar(condition.equals);
  if ("oneOf" in condition) return `one of ${condition.oneOf.map(printScalar).join(", ")}`;
  const words = { atLeast: "at least", above: "above", atMost: "at most", below: "below" } as const;
  const parts = (Object.keys(words) as (keyof typeof words)[]).flatMap((key) => {
    const bound = condition[key];
    return bound === undefined ? [] : [`${words[key]} ${formatPlain(bound)}`];
  });
  return joinWords(parts);
}

const printScalar = (value: string | number): string => (typeof value === "number" ? formatPlain(value) : `“${value}”`);

/** What a criterion asks of the data. */
export function describeCriterion(criterion: Criterion): string {
  switch (criterion.kind) {
    case "observation": {
      const pick = criterion.pick === "any" ? "any observation" : `the ${criterion.pick} observation`;
      const without = criterion.undocumented === "include" ? "; kept without a record" : "";
      return `${pick} of ${criterion.concept} is ${describeCondition(criterion.is)}${without}`;
    }
    case "age":
      return `age in whole years is ${describeCondition(criterion.is)}`;
    case "index-year":
      return `calendar year of index is ${describeCondition(criterion.is)}`;
    case "patient":
      return `${criterion.column} is ${describeCondition(criterion.is)}`;
    case "diagnosis":
      return `a diagnosis${list(" with code", criterion.codes)}${list(" of stage", criterion.stages)}${list(" of histology", criterion.histologies)}`;
    case "therapy-line": {
      const lines = criterion.lineNumbers?.map(String);
      return `${criterion.present ? "a" : "no"} line of therapy${list(" with regimen", criterion.regimens)}${list(" in setting", criterion.settings)}${list(", line", lines)} starting then`;
    }
    case "drug-exposure":
      return `${criterion.present ? "an" : "no"} exposure to ${criterion.drugs.join(" or ")} starting then`;
    case "imaging":
      return `a scan${list(" by", criterion.modalities)}`;
    case "sql":
      return `a query of the author's own, printed with the other queries${criterion.postIndex ? "; reads data after index" : ""}`;
  }
}

const list = (words: string, values: readonly string[] | undefined): string =>
  values === undefined ? "" : `${words} ${values.join(" or ")}`;

/** The table of the data contract that a criterion reads. */
export const tableOfCriterion = ({ kind }: Criterion): string =>
  ({
    observation: "observation",
    age: "patient",
    "index-year": "patient",
    patient: "patient",
    diagnosis: "diagnosis",
    "therapy-line": "therapy_line",
    "drug-exposure": "drug_exposure",
    imaging: "imaging_study",
    sql: "any",
  })[kind];

/** Whether a criterion keeps patients who lack something: then it is one of exclusion. */
export const isExclusion = (criterion: Criterion): boolean => "present" in criterion && !criterion.present;

/** Where a covariate's value comes from. */
export function describeOrigin(from: CovariateOrigin): string {
  switch (from.kind) {
    case "observation":
      return `${from.pick} observation of ${from.concept}`;
    case "age":
      return "age at index, from patient";
    case "index-year":
      return "calendar year of index";
    case "patient":
      return `patient.${from.column}`;
    case "diagnosis":
      return `diagnosis.${from.column}, latest`;
    case "therapy-line":
      return `therapy_line.${from.column}, latest`;
    case "radiomic":
      return `radiomic feature ${from.feature}${from.filter === "none" ? "" : ` after filter ${from.filter}`}, largest lesion of the latest scan`;
  }
}
