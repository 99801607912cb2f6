import { makeAnalysis } from "./make-analysis.js";

/** Texts that mean something to HTML, Typst, spreadsheets and the direction of writing. */
export const hostile = {
  script: `</script><script>alert("1")</script><img src=x onerror=alert(1)>`,
  typst: `#panic("x") $x^2$ *bold* _emph_ \`raw\` @ref <label> \\ "quoted" [c] // no`,
  formula: `=cmd|' /C calc'!A0`,
  direction: `right\u202eto left, \u05e9\u05dc\u05d5\u05dd & 'more'`,
  unknown: "漢字 😀 in a name",
} as const;

/** The invented study with such texts wherever an author may write one. */
export function makeHostileAnalysis(): Record<string, unknown> {
  const analysis = makeAnalysis() as {
    title: string;
    question: string;
    cohort: Record<"trial" | "control", { label: string; eligibility: { label: string }[] }>;
    covariates: Record<string, { label: string; levels?: string[] }>;
    estimates: Record<string, { label: string }>;
    limitations: string[];
  };
  analysis.title = `${hostile.script} ${hostile.typst}`;
  analysis.question = `${hostile.typst} ${hostile.unknown}`;
  analysis.cohort.trial.label = hostile.script;
  analysis.cohort.control.label = hostile.direction;
  const [criterion] = analysis.cohort.trial.eligibility;
  if (criterion !== undefined) criterion.label = hostile.typst;
  for (const [name, label] of [
    ["age", hostile.formula],
    ["menopause", hostile.direction],
    ["nodes", hostile.unknown],
    ["receptor", hostile.typst],
  ] as const) {
    const covariate = analysis.covariates[name];
    if (covariate !== undefined) covariate.label = label;
  }
  const { rfsWeighted } = analysis.estimates;
  if (rfsWeighted !== undefined) rfsWeighted.label = hostile.script;
  analysis.limitations = Object.values(hostile);
  return analysis;
}
