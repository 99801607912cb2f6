# ATT by nearest-neighbour matching with replacement and Abadie-Imbens standard errors: Matching::Match(replace = TRUE, ties = TRUE).
# `dehejiaWahba` is the example of the Matching package: a propensity score with squares, ties within a squared distance of 1e-5 (its default
# distance.tolerance, on a score scaled by its SD of divisor n). The other runs have exact ties only.
# Data: the Dehejia-Wahba sample of the Matching package. Run from the project root: Rscript oracles/abadie-imbens/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(Matching) })
data(lalonde, package = "Matching")
fit <- glm(treat ~ age + I(age^2) + educ + I(educ^2) + black + hisp + married + nodegr + re74 + I(re74^2) + re75 + I(re75^2) + u74 + u75,
           binomial, lalonde)
# Both sides see the same doubles: the score is cut to the digits that the fixture holds.
score <- as.numeric(sprintf("%.15g", unname(fit$fitted.values)))
run <- function(y, ratio, var_calc, tolerance) {
  m <- Match(Y = y, Tr = lalonde$treat, X = score, M = ratio, Var.calc = var_calc, distance.tolerance = tolerance)
  conditional <- Match(Y = y, Tr = lalonde$treat, X = score, M = ratio, Var.calc = var_calc, distance.tolerance = tolerance, sample = TRUE)
  list(ratio = ratio, neighbours = var_calc, att = c(m$est), se = c(m$se), conditionalSe = c(conditional$se), links = length(m$index.control))
}
worked <- as.numeric(lalonde$re78 > 0)
grid <- expand.grid(ratio = 1:3, neighbours = 0:3)
runs <- function(y) Map(function(ratio, neighbours) run(y, ratio, neighbours, 0), grid$ratio, grid$neighbours)
write_json(
  list(
    source = "R Matching::Match 4.10-8; Matching::lalonde",
    score = score, treated = lalonde$treat, earnings = lalonde$re78,
    scoreSd = sqrt(mean((score - mean(score))^2)),
    dehejiaWahba = run(lalonde$re78, 1, 0, 1e-5),
    earningsRuns = runs(lalonde$re78), workedRuns = runs(worked)
  ),
  "oracles/abadie-imbens/fixture.json", digits = NA, auto_unbox = TRUE
)
