# R's glm(binomial) at epsilon = 1e-14 on two real external-control problems, unweighted and with prior weights.
# Run from the project root: Rscript oracles/logistic/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
source("oracles/logistic/breast.R")
data("lalonde", package = "MatchIt")

fitted_model <- function(formula, data, weights = NULL) {
  data$prior <- if (is.null(weights)) 1 else weights
  # Non-integer prior weights draw a warning about non-integer successes; the estimate is the weighted one all the same.
  fit <- suppressWarnings(glm(formula, binomial, data, weights = prior, epsilon = 1e-14, maxit = 50))
  # vcov() belongs to the step before the last: one more step from the maximum brings it there too.
  fit <- suppressWarnings(glm(formula, binomial, data, weights = prior, epsilon = 1e-14, maxit = 50, start = coef(fit)))
  X <- model.matrix(fit)
  list(
    names = colnames(X), n = nrow(X), columns = unname(as.list(as.data.frame(unname(X)))), y = unname(fit$y), weight = weights,
    beta = unname(coef(fit)), covariance = unname(vcov(fit)), deviance = deviance(fit),
    linearPredictor = unname(fit$linear.predictors), fitted = unname(fit$fitted.values)
  )
}

lalonde_model <- treat ~ age + educ + race + married + nodegree + re74 + re75
d <- breast()
write_json(
  list(
    source = "R stats::glm(binomial, epsilon = 1e-14); data survival::gbsg, survival::rotterdam, MatchIt::lalonde",
    cases = list(
      breast = fitted_model(breast_model, d),
      lalonde = fitted_model(lalonde_model, lalonde),
      # A weight of 0 takes a row out.
      lalondeWeighted = fitted_model(lalonde_model, lalonde, (seq_len(nrow(lalonde)) %% 7) / 4)
    ),
    # Rotterdam holds no grade 1: the dummy is 0 for every control. glm says nothing and reports a coefficient near 15.
    emptyCell = list(grade1 = as.numeric(d$grade == 1), size20to50 = as.numeric(d$size == "20-50"), treated = d$treated)
  ),
  "oracles/logistic/fixture.json", digits = NA, auto_unbox = TRUE, null = "null"
)
