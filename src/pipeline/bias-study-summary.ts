import { sum } from "../math/sum.js";
import { standardDeviation } from "../stats/standard-deviation.js";
import { biasStudyBlocks, type StudyLineName } from "./bias-study-catalogue.js";
import { type BiasStudyResult, scales } from "./bias-study-result.js";
import { type BiasScenarioId, biasScenarios } from "./bias-study-settings.js";
import type { Measured } from "./study-summary.js";

/** How near one line comes to the truth of its scenario, over the replicates in which it and the line it starts from could be made. */
export interface BiasPerformance {
  readonly scenario: BiasScenarioId;
  readonly scale: string;
  readonly trueValue: number;
  readonly label: string;
  readonly isStart: boolean;
  readonly replicates: number;
  readonly estimable: number;
  /** Null where fewer than two replicates could be estimated. */
  readonly measures: {
    readonly meanError: Measured;
    readonly rmse: Measured;
    /** How much less far from the truth the mean is than the starting line's: |mean error of the start| − |mean error|, paired. */
    readonly gain: Measured | null;
    /** Share of replicates in which it is nearer the truth than the starting line. */
    readonly nearer: Measured | null;
  } | null;
}

/** What the comparison says of the direction in which charts bias the controls, over replicates. */
export interface DirectionPerformance {
  readonly scenario: BiasScenarioId;
  readonly scale: string;
  readonly replicates: number;
  /** Mean shift of the controls, charts less scans: a rate, or days of restricted mean. */
  readonly shift: Measured;
  readonly above: Measured;
  readonly below: Measured;
  /** Share of intervals that hold the mean shift over all replicates. */
  readonly coverage: Measured;
}

/** Every line of the catalogue against its truth, with Monte Carlo standard errors. */
export function summariseBiasStudy(results: readonly BiasStudyResult[]): readonly BiasPerformance[] {
  return biasStudyBlocks.flatMap(({ scenario, scale, from, corrections }) => {
    const own = results.filter((result) => result.scenario === scenario);
    const trueValue = own.find(({ replicate }) => replicate === 0)?.found[scale];
    if (trueValue == null) throw new Error(`the study holds no truth of ${scenario} on the scale ${scale}`);
    const made = own.filter(({ replicate }) => replicate > 0).map(({ found }) => found);
    return [from, ...corrections].map((line) => {
      const pairs = made.flatMap((found): Pair[] => {
        const [value, start] = [line, from].map(({ name }: StudyLineName) => found[`${name}: ${scale}`] ?? null);
        return value === null || value === undefined || start === null || start === undefined
          ? []
          : [{ error: value - trueValue, start: start - trueValue }];
      });
      const isStart = line === from;
      return {
        scenario,
        scale,
        trueValue,
        label: line.label,
        isStart,
        replicates: made.length,
        estimable: pairs.length,
        measures: pairs.length < 2 ? null : measure(pairs, isStart),
      };
    });
  });
}

interface Pair {
  readonly error: number;
  readonly start: number;
}

function measure(pairs: readonly Pair[], isStart: boolean): NonNullable<BiasPerformance["measures"]> {
  const errors = pairs.map(({ error }) => error);
  const squares = errors.map((error) => error * error);
  const rmse = Math.sqrt(mean(squares));
  const meanError = measureMean(errors);
  const startError = mean(pairs.map(({ start }) => start));
  // |a| − |b| of two means: its error is that of the paired difference with the signs the means have.
  const [startSide, side] = [Math.sign(startError), Math.sign(meanError.value)];
  const gain = measureMean(pairs.map(({ error, start }) => startSide * start - side * error));
  return {
    meanError,
    rmse: { value: rmse, error: standardDeviation(squares) / (2 * rmse * Math.sqrt(pairs.length)) },
    gain: isStart ? null : gain,
    nearer: isStart ? null : share(pairs, ({ error, start }) => Math.abs(error) < Math.abs(start)),
  };
}

/** The direction in which charts bias the controls, told and true, of every scenario and both endpoints. */
export function summariseDirections(results: readonly BiasStudyResult[]): readonly DirectionPerformance[] {
  return biasScenarios.flatMap(({ id: scenario }) =>
    Object.values(scales).flatMap((scale): DirectionPerformance[] => {
      const found = results.filter((result) => result.scenario === scenario && result.replicate > 0);
      const made = found.flatMap(({ found: values }) => {
        const of = (name: string) => values[`control shift${name}: ${scale}`] ?? null;
        const [shift, lower, upper] = [of(""), of(", lower"), of(", upper")];
        return shift === null || lower === null || upper === null ? [] : [{ shift, lower, upper }];
      });
      if (made.length < 2) return [];
      const shift = measureMean(made.map((each) => each.shift));
      return [
        {
          scenario,
          scale,
          replicates: made.length,
          shift,
          above: share(made, ({ lower }) => lower > 0),
          below: share(made, ({ upper }) => upper < 0),
          coverage: share(made, ({ lower, upper }) => lower <= shift.value && shift.value <= upper),
        },
      ];
    }),
  );
}

const mean = (values: readonly number[]): number => sum(values) / values.length;

const measureMean = (values: readonly number[]): Measured => ({
  value: mean(values),
  error: standardDeviation(values) / Math.sqrt(values.length),
});

function share<T>(made: readonly T[], is: (each: T) => boolean): Measured {
  const value = made.filter(is).length / made.length;
  return { value, error: Math.sqrt((value * (1 - value)) / made.length) };
}
