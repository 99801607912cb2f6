import type { Analysis } from "./analysis.js";
import { canonicalJson } from "./canonical-json.js";
import type { Estimate } from "./estimate.js";

/** An estimate imputed with its outcome is read beside the outcome-blind one: the main analysis must hold the same estimate without the option. */
export function checkAfterLock({ estimates }: Analysis): string[] {
  const blind = new Set(
    Object.values(estimates).flatMap((estimate) => (estimate.imputation === undefined ? [contentOf(estimate)] : [])),
  );
  return Object.entries(estimates).flatMap(([name, estimate]) =>
    estimate.imputation === undefined || blind.has(contentOf(estimate))
      ? []
      : [
          `imputation after-lock is not outcome-blind and needs the outcome-blind estimate beside it: the same but for label, role and imputation; got none → estimates.${name}.imputation`,
        ],
  );
}

const contentOf = ({ label: _label, role: _role, imputation: _imputation, ...content }: Estimate): string =>
  canonicalJson(content);
