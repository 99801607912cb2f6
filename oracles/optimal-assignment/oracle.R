# Optimal 1:1 pairs on a score: most pairs within the caliper, then least total distance. On a line some optimum never crosses (if t1 <= t2 and
# c1 <= c2, pairing t1 with c1 and t2 with c2 is no longer and no wider), so dynamic programming over both sorted arms is exact.
# The pairs need not be unique; their number and total distance are.
# Run from the project root: Rscript oracles/optimal-assignment/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
source("oracles/logistic/breast.R")
data("lalonde", package = "MatchIt")

optimum <- function(score, treated, caliper) {
  t <- sort(score[treated == 1])
  c <- sort(score[treated == 0])
  pairs <- numeric(length(c) + 1)
  total <- numeric(length(c) + 1)
  for (x in t) {
    d <- abs(x - c)
    old_pairs <- pairs
    old_total <- total
    for (j in seq_along(c)) {
      best <- c(old_pairs[j + 1], old_total[j + 1])
      if (pairs[j] > best[1] || (pairs[j] == best[1] && total[j] < best[2])) best <- c(pairs[j], total[j])
      if (d[j] <= caliper) {
        with <- c(old_pairs[j] + 1, old_total[j] + d[j])
        if (with[1] > best[1] || (with[1] == best[1] && with[2] < best[2])) best <- with
      }
      pairs[j + 1] <- best[1]
      total[j + 1] <- best[2]
    }
  }
  list(caliper = if (is.finite(caliper)) caliper else NULL, pairs = tail(pairs, 1), total = tail(total, 1))
}

problem <- function(formula, data) {
  fit <- glm(formula, binomial, data, epsilon = 1e-14, maxit = 50)
  score <- as.numeric(sprintf("%.15g", unname(fit$linear.predictors)))
  list(score = score, treated = unname(fit$y), runs = lapply(c(0.01, 0.05, 0.2, 0.5, Inf) * sd(score), function(k) optimum(score, fit$y, k)))
}

write_json(
  list(
    source = "dynamic programming in R",
    problems = list(
      breast = problem(breast_model, breast()),
      lalonde = problem(treat ~ age + educ + race + married + nodegree + re74 + re75, lalonde)
    )
  ),
  "oracles/optimal-assignment/fixture.json", digits = NA, auto_unbox = TRUE, null = "null"
)
