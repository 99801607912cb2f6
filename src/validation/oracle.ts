import type { Agreement } from "./agreement.js";

/** One data set of a fixture with every number that was held against the reference. */
export interface OracleCase {
  readonly name: string;
  readonly agreements: readonly Agreement[];
}

/** How the numbers of one fixture are computed here and held against the reference: the test suite and `validate` both run this. */
export interface Oracle {
  /** Folder under `oracles`. */
  readonly id: string;
  /** What is tested, as a report names the method. */
  readonly method: string;
  /** Functions of R, or what the script beside the fixture does. */
  readonly reference: string;
  /** Names in SESSION.txt whose versions belong to the reference. */
  readonly packages: readonly string[];
  /** Files and folders of the package beside the fixture, from its root, without which it cannot be run. */
  readonly needs?: readonly string[];
  /** `fixture`: fixture.json, parsed. Throws where it has not the form that its script writes. */
  readonly run: (fixture: unknown) => readonly OracleCase[] | Promise<readonly OracleCase[]>;
}
