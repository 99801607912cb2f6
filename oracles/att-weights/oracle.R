# Propensity weights, Kish's effective sample size and c-statistics by their formulas; the c-statistic by survival::concordance.
# Run from the project root: Rscript oracles/att-weights/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
source("oracles/logistic/breast.R")
data("lalonde", package = "MatchIt")

case <- function(formula, data) {
  fit <- glm(formula, binomial, data, epsilon = 1e-14, maxit = 50)
  ps <- as.numeric(sprintf("%.15g", unname(fit$fitted.values)))
  t <- unname(fit$y)
  w <- list(ATT = ifelse(t == 1, 1, ps / (1 - ps)), ATE = ifelse(t == 1, 1 / ps, 1 / (1 - ps)), ATO = ifelse(t == 1, 1 - ps, ps))
  own <- ifelse(t == 1, ps, 1 - ps)
  w$ATM <- pmin(ps, 1 - ps) / own
  w$ATEN <- -(ps * log(ps) + (1 - ps) * log(1 - ps)) / own
  limits <- unname(quantile(w$ATT[t == 0], c(0.02, 0.97)))
  ess <- function(w) sum(w)^2 / sum(w^2)
  # Two decimals of the score make ties.
  coarse <- round(ps, 2)
  list(
    ps = ps, treated = t, weight = w,
    essControl = lapply(w, function(w) ess(w[t == 0])), essTreated = lapply(w, function(w) ess(w[t == 1])),
    cStatistic = unname(concordance(t ~ ps)$concordance),
    stabilised = w$ATE * ifelse(t == 1, mean(t), 1 - mean(t)),
    truncated = list(limits = limits, weight = ifelse(t == 1, 1, pmin(pmax(w$ATT, limits[1]), limits[2]))),
    coarse = coarse, cStatisticCoarse = unname(concordance(t ~ coarse)$concordance),
    cStatisticWeighted = unname(concordance(t ~ coarse, weights = w$ATE)$concordance)
  )
}

write_json(
  list(
    source = "formulas in R; survival::concordance 3.5-3",
    cases = list(
      breast = case(breast_model, breast()),
      lalonde = case(treat ~ age + educ + race + married + nodegree + re74 + re75, lalonde)
    )
  ),
  "oracles/att-weights/fixture.json", digits = NA, auto_unbox = TRUE
)
