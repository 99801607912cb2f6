/**
 * The three errors a user can meet. Anything else that is thrown is a bug and keeps its stack.
 * A message says the rule broken, the value seen, the place and what to do. It never holds a patient's id or values.
 */

/** The analysis file asks for something that cannot be: its author must change it. */
export class SpecError extends Error {
  override readonly name = "SpecError";
}

/** The data break the data contract, or do not hold what the analysis needs. */
export class DataError extends Error {
  override readonly name = "DataError";
}

/** A number cannot be estimated from these inputs. A stage turns it into a “not estimable” record. */
export class EstimationError extends Error {
  override readonly name = "EstimationError";
}

/** The plan or the data are not those the design was locked on. */
export class LockError extends Error {
  override readonly name = "LockError";
}

/** A gate on the design failed and the analysis file records no reason to go on. */
export class GateError extends Error {
  override readonly name = "GateError";
}

/** A file or folder cannot be read or written. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}
