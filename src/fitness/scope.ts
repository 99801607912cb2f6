import type { Store } from "../store/store.js";

export type ArmName = "trial" | "control";

/** A set of an arm's patients an indicator is made for: everyone with an index (`database`), the eligible, those of a design. */
export interface Scope {
  readonly population: string;
  readonly group: ArmName;
  readonly patients: ReadonlySet<string>;
}

/** One arm as indicators look at it: a store to query and the sets, the widest first. */
export interface ArmScopes {
  readonly group: ArmName;
  readonly store: Store;
  readonly scopes: readonly Scope[];
}
