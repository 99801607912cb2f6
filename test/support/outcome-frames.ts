export {
  binaryOf,
  covariateOf,
  patientsIn,
  survivalOf,
  unadjusted,
  weighted,
} from "../../src/pipeline/oracles/fixture-frames.js";
