/** What an indicator may read: the plan, data up to index, the designs carried out, or what lies after index (only with the lock held). */
export type Reads = "plan" | "baseline" | "design" | "after-lock";

/** The value at which an indicator is met, and up to which it calls for caution. A null `met`: the figure is reported, no threshold is set. */
export interface Threshold {
  readonly direction: "at-least" | "at-most";
  readonly met: number | null;
  /** Null: what is not met is not met. Infinite: it calls for caution and no more. */
  readonly caution: number | null;
  /** Where the threshold comes from: published, or a proposal of this engine. */
  readonly basis: string;
}

/** Where an indicator stands in the frameworks that regulators and health-technology bodies read by. */
export interface FrameworkRefs {
  /** FDA, real-world data guidance: relevance or reliability, and of what. */
  readonly fda: string;
  /** Step of SPIFD. */
  readonly spifd: string;
  /** Domain of NICE DataSAT. */
  readonly dataSat: string;
  /** Dimension of the EMA data quality framework. */
  readonly ema: string;
}

export interface IndicatorDefinition extends Threshold {
  readonly label: string;
  readonly reads: Reads;
  readonly frameworks: FrameworkRefs;
}
