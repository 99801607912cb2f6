# Difference of weighted rates with assumed outcomes of patients not evaluable: weighted least squares of the filled-in outcome on the arm, with
# the HC0 sandwich. Run from the project root: Rscript oracles/tipping-point/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
suppressPackageStartupMessages(library(sandwich))
set.seed(20240709)
n <- 120
arm <- rbinom(n, 1, 0.4); known <- rbinom(n, 1, 0.8); value <- rbinom(n, 1, 0.2 + 0.25 * arm); w <- ifelse(arm == 1, 1, rexp(n))
cases <- lapply(list(c(0, 0), c(0.3, 0.3), c(1, 0), c(0, 1), c(0.45, 0.15)), function(q) {
  y <- ifelse(known == 1, value, ifelse(arm == 1, q[1], q[2]))
  fit <- lm(y ~ arm, weights = w)
  list(trial = q[1], control = q[2], estimate = unname(coef(fit)[2]), se = sqrt(vcovHC(fit, type = "HC0")[2, 2]))
})
write_json(list(source = "stats::lm, sandwich::vcovHC(type = \"HC0\")", value = value, known = known, arm = arm, weight = w, cases = cases), "oracles/tipping-point/fixture.json", digits = NA, auto_unbox = TRUE)
