import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { describeWindow, type Window, windowOfCovariate, windowOfCriterion } from "../sections/criterion-text.js";
import { armLabel } from "../tables/columns.js";

/** One bar of the design diagram. `to` is null for a window that lasts to the end of follow-up. */
export interface DiagramRow {
  readonly kind: "eligibility" | "covariates" | "imaging" | "follow-up";
  readonly label: string;
  readonly from: number;
  readonly to: number | null;
  readonly window: string;
}

/** The windows of the plan, each once: eligibility, covariates, baseline scan, follow-up. What shares a window shares a bar. */
export function diagramRows(input: ReportInput): readonly DiagramRow[] {
  const { cohort, covariates, imaging, endpoints } = input.plan.analysis;
  const criteria = [
    ...cohort.eligibility.map((criterion) => ({ criterion, label: criterion.label })),
    ...groups.flatMap((group) =>
      cohort[group].eligibility.map((criterion) => ({
        criterion,
        label: `${criterion.label} (${armLabel(input, "main", group)})`,
      })),
    ),
  ].flatMap(({ criterion, label }) => {
    const window = windowOfCriterion(criterion);
    return window === null ? [] : [{ label, window }];
  });
  const values = Object.values(covariates).map((covariate) => ({
    label: covariate.label,
    window: windowOfCovariate(covariate),
  }));
  const baseline: Window | null =
    imaging === undefined ? null : [-imaging.options.baselineEarliestDays, imaging.options.baselineLatestDays];
  const outcomes = Object.values(endpoints).map(({ label }) => label);
  return [
    ...byWindow("eligibility", criteria),
    ...byWindow("covariates", values),
    ...(baseline === null ? [] : byWindow("imaging", [{ label: "Baseline scan", window: baseline }])),
    { kind: "follow-up", label: outcomes.join("; "), from: 0, to: null, window: "day 0 to event or end of follow-up" },
  ];
}

function byWindow(
  kind: DiagramRow["kind"],
  members: readonly { readonly label: string; readonly window: Window }[],
): readonly DiagramRow[] {
  const groupsOf = new Map<string, { readonly window: Window; readonly labels: string[] }>();
  for (const { label, window } of members) {
    const group = groupsOf.get(window.join()) ?? { window, labels: [] };
    group.labels.push(label);
    groupsOf.set(window.join(), group);
  }
  return [...groupsOf.values()]
    .sort((a, b) => a.window[0] - b.window[0] || a.window[1] - b.window[1])
    .map(({ window, labels }) => ({
      kind,
      label: labels.join("; "),
      from: window[0],
      to: window[1],
      window: describeWindow(window),
    }));
}
