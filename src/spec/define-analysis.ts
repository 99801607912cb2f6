import type { z } from "zod";
import type { AnalysisJson } from "./analysis.js";
import type { missingSchema } from "./missing.js";

/** An analysis whose designs and estimates can name only covariates C, endpoints E, designs D and estimates M that it declares itself. */
export type AnalysisInput<C extends string, E extends string, D extends string, M extends string> = Omit<
  AnalysisJson,
  "covariates" | "harmonisation" | "endpoints" | "designs" | "estimates" | "sensitivity" | "curves"
> & {
  readonly covariates: Readonly<Record<C, CovariateInput>>;
  readonly harmonisation?: Readonly<Record<string, HarmonisationInput<NoInfer<C>>>>;
  readonly endpoints: Readonly<Record<E, EndpointInput>>;
  readonly designs: Readonly<Record<D, DesignInput<NoInfer<C>>>>;
  readonly estimates: Readonly<Record<M, EstimateInput<NoInfer<C>, NoInfer<E>, NoInfer<D>>>>;
  readonly sensitivity?: Readonly<Record<string, SensitivityInput<NoInfer<M>>>>;
  readonly curves?: Readonly<Record<string, CurveInput<NoInfer<M>>>>;
};

type CovariateInput = AnalysisJson["covariates"][string];
type EndpointInput = AnalysisJson["endpoints"][string];
type AnyDesign = AnalysisJson["designs"][string];
type AnyEstimate = AnalysisJson["estimates"][string];
type AnySensitivity = NonNullable<AnalysisJson["sensitivity"]>[string];

type AnyCurve = NonNullable<AnalysisJson["curves"]>[string];

type TermInput<C extends string> =
  | C
  | { readonly polynomial: C; readonly degree?: number }
  | { readonly spline: C; readonly df?: number }
  | { readonly interaction: readonly [C, C] };

type MissingInput<C extends string> =
  | Exclude<z.input<typeof missingSchema>, object | undefined>
  | (Omit<Extract<z.input<typeof missingSchema>, object>, "also"> & { readonly also?: readonly C[] });

type HarmonisationInput<C extends string> = Omit<
  NonNullable<AnalysisJson["harmonisation"]>[string],
  "covariates" | "protect"
> & { readonly covariates: readonly C[]; readonly protect?: readonly TermInput<C>[] };

/** A design with its terms, moments and exact covariates narrowed to the names that the analysis declares. */
type DesignInput<C extends string> = AnyDesign extends infer D
  ? D extends object
    ? NarrowDesign<D, C>
    : never
  : never;

type NarrowDesign<D extends object, C extends string> = Omit<
  D,
  "propensity" | "moments" | "distance" | "alsoBalance" | "exact" | "missing"
> &
  (D extends { propensity: infer P }
    ? {
        readonly propensity: Omit<P, "terms" | "missing"> & {
          readonly terms: readonly TermInput<C>[];
          readonly missing?: MissingInput<C>;
        };
      }
    : unknown) &
  (D extends { missing?: unknown } ? { readonly missing?: MissingInput<C> } : unknown) &
  (D extends { moments: unknown } ? { readonly moments: readonly TermInput<C>[] } : unknown) &
  (D extends { distance: unknown } ? { readonly distance: readonly TermInput<C>[] } : unknown) &
  (D extends { alsoBalance?: unknown } ? { readonly alsoBalance?: readonly TermInput<C>[] } : unknown) &
  (D extends { exact?: unknown } ? { readonly exact?: readonly C[] } : unknown);

type EstimateInput<C extends string, E extends string, D extends string> = AnyEstimate extends infer T
  ? T extends object
    ? Omit<
        T,
        "endpoint" | "design" | "strata" | "adjustment" | "subgroups" | "composite" | "progression" | "timeToResponse"
      > & {
        readonly endpoint: E;
        readonly design: D;
      } & StrataInput<T, C> &
        AdjustmentInput<T, C> &
        SubgroupsInput<T, C> &
        (T extends { composite: string } ? { readonly composite: E } : unknown) &
        (T extends { progression: string } ? { readonly progression: E; readonly timeToResponse: E } : unknown)
    : never
  : never;

type StrataInput<T extends object, C extends string> = "strata" extends keyof T
  ? { readonly strata?: readonly C[] }
  : unknown;

type AdjustmentInput<T extends object, C extends string> = "adjustment" extends keyof T
  ? { readonly adjustment?: { readonly by: "g-computation" | "aipw"; readonly terms: readonly TermInput<C>[] } }
  : unknown;

type SubgroupsInput<T, C extends string> = T extends { subgroups?: Readonly<Record<string, infer S>> }
  ? { readonly subgroups?: Readonly<Record<string, Omit<S, "by"> & { readonly by: C }>> }
  : unknown;

type SensitivityInput<M extends string> = Omit<AnySensitivity, "estimates"> & { readonly estimates: readonly M[] };

type CurveInput<M extends string> = Omit<AnyCurve, "estimate"> & { readonly estimate: M };

/**
 * The analysis, unchanged, with its names checked by the compiler: a propensity term that is no covariate, an estimate of an endpoint or
 * design that is not declared, does not compile. Values are checked when the analysis is run. A list of names kept in a variable needs
 * `as const`.
 */
export function defineAnalysis<
  const C extends string,
  const E extends string,
  const D extends string,
  const M extends string,
>(analysis: AnalysisInput<C, E, D, M>): AnalysisInput<C, E, D, M> {
  return analysis;
}
