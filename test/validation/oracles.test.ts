import { oracles } from "../../src/validation/registry.js";
import { checkOracles } from "../support/check-oracles.js";

await checkOracles(oracles);
