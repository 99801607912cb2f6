import { DataError } from "../../errors.js";
import { showTag } from "./data-set.js";

/** A fault of one element of a DICOM file. Holds no value of it. */
export class TagError extends DataError {
  readonly tag: number;
  /** A sentence that goes on from the tag. */
  readonly rule: string;

  constructor(tag: number, rule: string) {
    super(`tag ${showTag(tag)} ${rule}`);
    this.tag = tag;
    this.rule = rule;
  }
}

/** Does a step for an element; a fault within it becomes that element's, unless one of its items has it already. */
export function atTag<T>(tag: number, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof DataError && !(error instanceof TagError) ? new TagError(tag, error.message) : error;
  }
}
