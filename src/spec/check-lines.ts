import type { Analysis } from "./analysis.js";
import { takesAllLines } from "./cohort.js";
import { type Design, imputationOf } from "./design.js";
import { isDerived } from "./endpoint.js";
import type { Estimate } from "./estimate.js";
import { ownMember } from "./own-member.js";
import { type RateEstimate, rateMethodOf } from "./rate-method.js";

const rule = 'which: "all"';

/**
 * What does not go with every line of therapy as a row of its own: the trial's arm, criteria that read a patient's whole record, and, of the estimates,
 * designs, endpoints and intervals that are not made of rows which vary together. Places start with `prefix`.
 */
export function checkLines(analysis: Analysis, prefix: string): string[] {
  const { cohort, estimates } = analysis;
  const breaches = takesAllLines(cohort.trial)
    ? [
        `${rule} is for the control arm: a patient of the trial enters once, at the line the trial gave → ${prefix}cohort.trial.index.which`,
      ]
    : [];
  if (!takesAllLines(cohort.control)) return breaches;
  for (const [at, criteria] of [
    ["cohort", cohort.eligibility],
    ["cohort.control", cohort.control.eligibility],
  ] as const)
    for (const [i, criterion] of criteria.entries())
      if (criterion.kind === "sql" && criterion.postIndex)
        breaches.push(
          `a criterion that reads past index sees patients, not lines, and cannot go with ${rule} → ${prefix}${at}.eligibility[${i}].postIndex`,
        );
  const used = new Set(Object.values(estimates).map(({ design }) => design));
  for (const name of used) {
    const design = ownMember(analysis.designs, name);
    if (design !== undefined) breaches.push(...checkDesign(design, `${prefix}designs.${name}`));
  }
  for (const [name, estimate] of Object.entries(estimates))
    breaches.push(...checkEstimate(analysis, estimate, `${prefix}estimates.${name}`));
  return breaches;
}

/** The parts of the main analysis that take each row for a patient of his own, and what waits for a test that is not made of lines. */
export function checkLinesOfMain({ cohort, comparison, fitness, bias, report, followUp }: Analysis): string[] {
  if (!takesAllLines(cohort.control)) return [];
  const parts = [
    ["comparison", comparison],
    ["fitness", fitness],
    ["report.patientFigures", report.patientFigures],
  ] as const;
  return [
    ...parts.flatMap(([at, part]) =>
      part === undefined
        ? []
        : [`${at} takes each row for a patient and does not go with ${rule}: leave it out → ${at}`],
    ),
    ...Object.entries(bias ?? {}).flatMap(([name, { method }]) =>
      fromEstimates.includes(method)
        ? []
        : [
            `${method} takes each row for a patient and does not go with ${rule}; expected one of: ${fromEstimates.join(", ")} → bias.${name}.method`,
          ],
    ),
    ...(followUp === undefined || followUp.leads === "always"
      ? []
      : [
          `the test of proportional hazards takes rows as independent and is not made with ${rule}, so that the restricted mean would never lead; set leads: "always" → followUp.leads`,
        ]),
  ];
}

/** Lines of the bias panel that need no more than an estimate and its interval. */
const fromEstimates: readonly string[] = ["e-value", "unmeasured-confounder", "reference-studies"];

function checkDesign(design: Design, at: string): string[] {
  const { method } = design;
  const breaches: string[] = [];
  if (!["unadjusted", "weighting", "entropy-balancing"].includes(method))
    breaches.push(
      `${method} matching could take a patient twice and needs a variance clustered by set and by patient, which is not made: take weighting or entropy-balancing with ${rule} → ${at}.method`,
    );
  if (imputationOf(design) !== null)
    breaches.push(
      `multiple imputation takes rows as independent and does not go with ${rule}: take missing refuse or complete-case → ${at}`,
    );
  if (method === "weighting" && design.propensity.fit === "lasso")
    breaches.push(
      `the cross-validation of lasso would put lines of one patient on both sides and does not go with ${rule}; take fit logistic or firth → ${at}.propensity.fit`,
    );
  return breaches;
}

function checkEstimate(analysis: Analysis, estimate: Estimate, at: string): string[] {
  const endpoint = ownMember(analysis.endpoints, estimate.endpoint);
  const design = ownMember(analysis.designs, estimate.design);
  const breaches: string[] = [];
  const refuse = (field: string, why: string) => breaches.push(`${why} → ${at}.${field}`);
  if (endpoint !== undefined && !isDerived(endpoint))
    refuse(
      "endpoint",
      `an endpoint taken as given counts from one index of a patient, and ${rule} gives him several; name an endpoint that is derived here`,
    );
  if ("composite" in estimate)
    refuse("composite", `competing events have no curve clustered by patient and do not go with ${rule}`);
  if (estimate.subgroups !== undefined)
    refuse(
      "subgroups",
      `lines of one patient may stand in several levels, which the test of interaction takes as independent: no subgroups with ${rule}`,
    );
  if ("tests" in estimate && estimate.tests !== undefined)
    refuse("tests", `log-rank tests take rows as independent and do not go with ${rule}`);
  if (!isOfRate(estimate)) return breaches;
  const method = design === undefined ? "wald" : rateMethodOf(estimate, design);
  if (method !== "wald" && method !== "adjusted")
    refuse(
      "interval",
      `${method} takes rows as independent and does not go with ${rule}; name interval wald, which is clustered by patient`,
    );
  if (estimate.armInterval !== undefined)
    refuse(
      "armInterval",
      `an arm's exact or score interval takes rows as independent; with ${rule} it is a logit interval clustered by patient: leave armInterval out`,
    );
  return breaches;
}

const isOfRate = (estimate: Estimate): estimate is RateEstimate =>
  ["risk-difference", "risk-ratio", "odds-ratio"].includes(estimate.measure);
