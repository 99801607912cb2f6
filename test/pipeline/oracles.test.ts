import { pipelineOracles } from "../../src/pipeline/oracles/pipeline-oracles.js";
import { checkOracles } from "../support/check-oracles.js";

await checkOracles(pipelineOracles);
