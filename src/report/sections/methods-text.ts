import { lineLimit } from "../../results/disclosure/line-limit.js";
import { type Cohort, takesAllLines } from "../../spec/cohort.js";
import { measures } from "../../spec/measures.js";
import { describeAfterLock } from "../after-lock-text.js";
import { endSentence, joinWords, paragraph, strong } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import { describeEffectMethod, pValueRule, sentenceCase } from "../estimate-text.js";
import { formatCount, formatPlain } from "../format.js";
import { selectEstimates } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { describeMethod, describeTerms } from "./design-text.js";
import { describeProgression } from "./endpoint-text.js";
import { hasGates } from "./gate-text.js";
import { describeCriteria } from "./imaging-text.js";
import { describeIndexRule } from "./index-text.js";
import { describeMissingRules } from "./missing-text.js";

/** The statistical methods as sentences, from the plan and from what the records say of how they were made. */
export function writeMethodsText(input: ReportInput): readonly Block[] {
  return [
    paragraph(strong("Arms and time zero. "), describeArms(input)),
    ...describeEndpoints(input),
    paragraph(strong("Missing covariates. "), describeMissing(input)),
    ...describeDesigns(input),
    ...describeGates(input),
    paragraph(strong("Estimates. "), describeEstimates(input)),
    paragraph(strong("Multiplicity. "), describeRoles(input)),
    paragraph(strong("Disclosure. "), describeDisclosure(input)),
  ];
}

function describeGates(input: ReportInput): readonly Block[] {
  if (!hasGates(input)) return [];
  return [
    paragraph(
      strong("Gates. "),
      "Balance, effective sample size, the largest share of the weight and the trial patients left out were held against the thresholds of the plan before any outcome was read (Table 14.1.7). A gate that is not met withholds the estimates of its design unless the analysis file records a reason.",
    ),
  ];
}

function describeArms(input: ReportInput): string {
  const { cohort } = input.plan.analysis;
  const arms = groups.map(
    (group) =>
      `The arm “${armLabel(input, "main", group)}” comes from ${joinWords([cohort[group].dataset].flat())}. Its time zero: ${describeIndexRule(cohort[group].index)}`,
  );
  return `${arms.join(" ")} Eligibility and covariates see only what was recorded at or before index, unless a criterion says otherwise and is marked. ${describeEntries(cohort)}`;
}

function describeEntries({ trial, control }: Cohort): string {
  if (!takesAllLines(control)) return "Every patient enters once.";
  return `Every patient of the arm “${trial.label}” enters once. Of a patient of the arm “${control.label}” every eligible line of therapy enters, judged, described and followed from its own start, the next line being a new therapy. Lines of one patient are not independent: influences on an estimate are summed over them before they are squared, and resamples draw patients with all their lines.`;
}

function describeEndpoints(input: ReportInput): readonly Block[] {
  const { endpoints, imaging } = input.plan.analysis;
  const byRule = new Map<string, string[]>();
  for (const endpoint of Object.values(endpoints)) {
    const progression = describeProgression(endpoint, imaging);
    if (progression !== null) byRule.set(progression, [...(byRule.get(progression) ?? []), endpoint.label]);
  }
  const lines = [...byRule].map(([progression, labels]) => `${joinWords(labels)}: ${progression}`);
  const criteria = imaging === undefined ? "" : `Responses are derived by ${describeCriteria(imaging)}. `;
  return criteria === "" && lines.length === 0
    ? []
    : [paragraph(strong("Endpoints. "), `${criteria}${lines.join(" ")}`)];
}

function describeMissing(input: ReportInput): string {
  const { designs, covariates, estimates } = input.plan.analysis;
  const labels = Object.values(estimates).flatMap(({ imputation, label }) => (imputation === undefined ? [] : [label]));
  const afterLock = describeAfterLock(labels);
  const rules = describeMissingRules(Object.values(designs), covariates);
  return afterLock === null ? rules : `${rules} ${afterLock}`;
}

function describeDesigns(input: ReportInput): readonly Block[] {
  const { designs, covariates } = input.plan.analysis;
  return Object.values(designs).flatMap((design) => {
    if (design.method === "unadjusted") return [];
    return [
      paragraph(
        strong(`${design.label}. `),
        `${describeMethod(design, covariates)} Terms: ${describeTerms(design, covariates)}.`,
      ),
    ];
  });
}

/** Each way of estimating once, with the estimates made by it. */
function describeEstimates(input: ReportInput): string {
  const byMethod = new Map<string, string[]>();
  for (const result of selectEstimates(input)) {
    if (result.variant.id !== "main") continue;
    const { long } = measures[result.estimate.measure];
    const method =
      result.effect.point.status === "ok"
        ? `${long} by ${describeEffectMethod(result)}`
        : `${long} (not estimable here)`;
    byMethod.set(method, [...(byMethod.get(method) ?? []), result.label]);
  }
  return [...byMethod].map(([method, labels]) => `${sentenceCase(method)}: ${joinWords(labels)}.`).join(" ");
}

function describeRoles(input: ReportInput): string {
  const estimates = Object.values(input.plan.analysis.estimates);
  const count = (role: string, words: string): string => {
    const n = estimates.filter((each) => each.role === role).length;
    return `${n === 0 ? "no" : n} ${words} ${n === 1 ? "estimate" : "estimates"}`;
  };
  return `The plan holds ${count("primary", "primary")} and ${count("key-secondary", "key secondary")}. The ${endSentence(pValueRule)} ${describeFamily(input)}`;
}

/** How the tests share one probability of a false claim, or that they do not. */
function describeFamily({ plan }: ReportInput): string {
  const { multiplicity, estimates } = plan.analysis;
  if (multiplicity === undefined) return "None is adjusted for the number of tests.";
  const { procedure, order, alpha } = multiplicity;
  const labels = order.map((name) => `“${estimates[name]?.label ?? name}”`);
  const [first, ...others] = labels;
  const isGated = estimates[order[0] ?? ""]?.role === "primary";
  const how =
    procedure === "ordered"
      ? `in this order, each at that level and only if all before it reject: ${joinWords(labels)}`
      : isGated
        ? `${first} first and, only if it rejects, ${joinWords(others)} by Holm's steps`
        : `${joinWords(labels)} by Holm's steps`;
  return `The tests are one family with a two-sided probability of ${formatPlain(alpha)} of any false rejection: ${how}. Printed p-values are not adjusted; what each test comes to stands under Table 14.2.5.1.`;
}

function describeDisclosure(input: ReportInput): string {
  const patients = input.plan.analysis.disclosure.smallCellLimit;
  const limit = lineLimit(input.results.records, patients);
  if (limit === 0) return "Small cells are not suppressed (limit 0, for public data).";
  const { statistics } = input.records;
  const hidden = statistics.filter(({ status }) => status === "suppressed").length;
  const rule = `Counts of real-world patients from 1 to ${formatPlain(limit - 1)} are suppressed with as many other numbers as keep them from being worked out; extremes are not shown, quantiles and curves only where each part or step is of ${formatPlain(limit)} patients at least, and a curve ends where fewer are at risk.`;
  const lines =
    limit === patients
      ? ""
      : ` The limit of ${formatPlain(patients)} patients is held in rows that are lines of therapy: ${formatPlain(limit)} lines are of as many patients at least.`;
  return `${rule}${lines} Suppressed here: ${formatCount(hidden)} of ${formatCount(statistics.length)} recorded statistics, printed [s].`;
}
