import { createRequire } from "node:module";
import type datasetJson from "js-stream-dataset-json";
import type xport from "xport-js";

const require = createRequire(import.meta.url);

/**
 * Packages of CommonJS whose class stands under `default`: `import` unwraps it in one loader and not in another. Loaded
 * at need: no other command waits for them.
 */
export const loadXport = (): typeof xport.default => require("xport-js").default;
export const loadDatasetJson = (): typeof datasetJson.default => require("js-stream-dataset-json").default;
