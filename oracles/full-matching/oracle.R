# Optimal full matching on a score as a linear programme: the cheapest set of edges that gives every row with a partner within the caliper one.
# Its constraint matrix (a bipartite graph) is totally unimodular, so the optimum of the programme is one of whole edges; the cheapest such sets
# are stars. An edge longer than the shortest edges of its two ends together is in no optimum and left out.
# The sets need not be unique; their total distance is, and so is who is in one.
# Run from the project root: Rscript oracles/full-matching/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival); library(lpSolve) })
source("oracles/logistic/breast.R")
data("lalonde", package = "MatchIt")

optimum <- function(score, treated, caliper) {
  d <- outer(score[treated == 1], score[treated == 0], function(a, b) abs(a - b))
  d[d > caliper] <- Inf
  to_row <- apply(d, 1, min)
  to_column <- apply(d, 2, min)
  edges <- which(is.finite(d) & d <= outer(to_row, to_column, `+`) + 1e-12, arr.ind = TRUE)
  row_number <- cumsum(is.finite(to_row))
  column_number <- cumsum(is.finite(to_column)) + max(row_number)
  e <- seq_len(nrow(edges))
  dense <- rbind(cbind(row_number[edges[, 1]], e, 1), cbind(column_number[edges[, 2]], e, 1))
  m <- max(column_number)
  fit <- lp("min", d[edges], dense.const = dense, const.dir = rep(">=", m), const.rhs = rep(1, m))
  stopifnot(fit$status == 0, all(abs(fit$solution - round(fit$solution)) < 1e-9))
  list(caliper = if (is.finite(caliper)) caliper else NULL, treated = sum(is.finite(to_row)), controls = sum(is.finite(to_column)),
       total = sum(d[edges][fit$solution > 0.5]))
}

problem <- function(formula, data) {
  fit <- glm(formula, binomial, data, epsilon = 1e-14, maxit = 50)
  score <- as.numeric(sprintf("%.15g", unname(fit$linear.predictors)))
  list(score = score, treated = unname(fit$y), runs = lapply(c(0.02, 0.2, Inf) * sd(score), function(k) optimum(score, fit$y, k)))
}

write_json(
  list(
    source = "linear programme, R lpSolve",
    problems = list(
      breast = problem(breast_model, breast()),
      lalonde = problem(treat ~ age + educ + race + married + nodegree + re74 + re75, lalonde)
    )
  ),
  "oracles/full-matching/fixture.json", digits = NA, auto_unbox = TRUE, null = "null"
)
