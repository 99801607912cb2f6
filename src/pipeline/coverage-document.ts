import type { CoverageMethod } from "./coverage-method.js";
import { coverageGroups } from "./coverage-methods.js";
import type { CoverageRow } from "./coverage-record.js";
import { coveragePatients } from "./coverage-worlds.js";

/** docs/COVERAGE.md of the rows that stand. */
export function renderCoverage(rows: readonly CoverageRow[]): string {
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  const isOwn = ({ limit }: CoverageMethod) => limit === undefined;
  const all = coverageGroups.flatMap(({ methods }) => methods);
  const own = all.filter((method) => isOwn(method) && rowOf.has(method.name));
  const held = own.filter(({ name }) => rowOf.get(name)!.holds);
  const groups = coverageGroups.map(({ title, methods }) =>
    renderGroup(
      title,
      methods
        .filter((method) => isOwn(method) && rowOf.has(method.name))
        .map(({ name, test }) => ({ row: rowOf.get(name)!, isTest: test !== undefined })),
    ),
  );
  const parts = [
    introduction,
    `**${held.length} of ${own.length} methods hold in their own setting${describeLonger(held, rowOf)}.**${renderMisses(own, rowOf)}${renderMissing(all, rowOf)}`,
    ...groups.filter((group) => group !== ""),
    renderLimits(
      all.filter((method) => !isOwn(method) && rowOf.has(method.name)),
      rowOf,
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Runs of a method, unless its row says otherwise. */
const usualRuns = 2000;

type Rows = ReadonlyMap<string, CoverageRow>;

const introduction = `# Coverage of the intervals

Each variance method in a setting made for it: ${coveragePatients} patients, 40 % of them in the trial arm (25 % where two controls are matched to one patient, or all), nominal coverage 95 %; each row states
its runs. A method holds where its coverage lies within one point and three Monte Carlo standard errors of 95 % (an exact interval: not below 95 % by more than these errors), and the mean of its
standard errors within 5 % of the spread of its estimates. A test holds where, of what is true, it does not reject as often as an interval covers.

- Randomised settings: arms alike, nothing weighted. Confounded ones: a binary covariate x decides arm and outcome. Their truth in the design's population is in closed form: rates, survival, means and
  incidences at each x, weighed by that population's x. Hazard ratios under weights and in pairs are 1, without an effect at any x, so that no choice of scale enters; unweighted ones 0.70, in proportion.
- With one binary covariate the models are saturated, so that weighting, entropy balancing, g-computation and AIPW give one estimate: what is tested of them is the variance.
- Matched sets: enough controls at each x for every trial patient. With replacement: a covariate that no two patients share.
- Scans 8 weeks apart in the trial, 12 in routine care, each up to 15 % early or late. The competing event has half the hazard of the event.
- Being in response: responses come with a hazard of 1/150 a day and halve that of progression; the day compared is the 300th.
- Delayed entry: half of the patients enter on a day up to 150, and are not seen if they had the event before.
- Censoring weights: a new therapy can censor on every 75th day, with probability 3 and 15 % (trial) and 12 and 3 % (control) at x = 0 and 1, where the hazards of the event differ by a factor of 2 and more. Everyone
  else's follow-up ends between days 300 and 400.
- Parametric models: exponential times, which every family here holds as a special case.
- Imputations: x is not recorded for 30 % of the patients, by chance.
- Bias is of the linear estimate (a ratio's logarithm; the number itself where a method has no standard error).

Two rows have 4000 runs: the stratified hazard ratios by scans, whose first 2000, of the same patients, gave a mean SE / spread of 0.946 and 0.947, with a Monte Carlo error of 0.015.
Not in the study: the bootstrap of the whole design for other measures than the hazard ratio, and where patients are matched anew; the bootstrap of interval-censored models; times after imputation.

A simulation shows what happens in its own settings and in no other. Made by \`npm run study:coverage\`; \`-- --only "words of a name"\` runs single methods anew and leaves the other rows
(\`docs/coverage.json\`) as they are, \`-- --missing\` those that have none.`;

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const points = (value: number): string => (100 * value).toFixed(2);

function renderGroup(title: string, rows: readonly { readonly row: CoverageRow; readonly isTest: boolean }[]): string {
  if (rows.length === 0) return "";
  return `## ${title}\n\n${rows.every(({ isTest }) => isTest) ? testTable(rows.map(({ row }) => row)) : intervalTable(rows.map(({ row }) => row))}`;
}

function intervalTable(rows: readonly CoverageRow[]): string {
  const lines = rows.map(
    ({ name, runs, coverage, monteCarloError, seRatio, bias, failed, holds }) =>
      `| ${name} | ${runs} | ${percent(coverage)} | ${points(monteCarloError)} | ${seRatio === null ? "–" : seRatio.toFixed(3)} | ${bias.toPrecision(2)} | ${failed} | ${holds ? "yes" : "no"} |`,
  );
  return `| method | runs | coverage | Monte Carlo SE, points | mean SE / spread | bias | runs without estimate | holds |
|---|---|---|---|---|---|---|---|
${lines.join("\n")}`;
}

function testTable(rows: readonly CoverageRow[]): string {
  const lines = rows.map(
    ({ name, runs, coverage, monteCarloError, failed, holds }) =>
      `| ${name} | ${runs} | ${percent(coverage)} | ${points(monteCarloError)} | ${failed} | ${holds ? "yes" : "no"} |`,
  );
  return `| test | runs | p ≥ 0.05 where nothing is to be found | Monte Carlo SE, points | runs without p | holds |
|---|---|---|---|---|---|
${lines.join("\n")}`;
}

/** Of the methods that hold, those that were given more runs than the others. */
function describeLonger(held: readonly CoverageMethod[], rowOf: Rows): string {
  const longer = held.filter(({ name }) => rowOf.get(name)!.runs > usualRuns).length;
  return longer === 0 ? "" : `, ${longer} of them with more than ${usualRuns} runs, having missed with these`;
}

function renderMisses(own: readonly CoverageMethod[], rowOf: Rows): string {
  const missed = own.filter(({ name }) => !rowOf.get(name)!.holds);
  if (missed.length === 0) return "";
  const reasons = missed.map(({ name, misses }) => `- ${name}: ${misses ?? "no reason is known"}.`);
  return ` What does not, and why:\n\n${reasons.join("\n")}`;
}

function renderMissing(all: readonly CoverageMethod[], rowOf: Rows): string {
  const names = all.filter(({ name }) => !rowOf.has(name)).map(({ name }) => `- ${name}`);
  return names.length === 0 ? "" : `\n\nNot run yet:\n\n${names.join("\n")}`;
}

function renderLimits(methods: readonly CoverageMethod[], rowOf: Rows): string {
  if (methods.length === 0) return "";
  const reasons = methods.map(({ name, limit }) => `- ${name}: ${limit}.`).join("\n");
  return `## Outside their own setting

Methods whose own setting stands above, in one that shows a limit of theirs. Nothing is claimed of them here: the rows say how much the limit costs.

${reasons}

${intervalTable(methods.map(({ name }) => rowOf.get(name)!)).replaceAll(/\| (?:yes|no) \|$/gm, "| – |")}`;
}
