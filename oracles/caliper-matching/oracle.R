# Greedy 1:1 nearest-neighbour matching without replacement on the logit of the propensity, caliper 0.2 SD of the logit.
# Matching::Match takes the treated in the order of the rows, so descending logit makes it “largest first”, ascending “smallest first”.
# MatchIt 4.5.1 is no oracle here: it accepts pairs beyond the caliper.
# Run from the project root: Rscript oracles/caliper-matching/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival); library(Matching) })
source("oracles/logistic/breast.R")
data("lalonde", package = "MatchIt")
set.seed(20240607) # Match breaks ties at random

matched <- function(score, treated, decreasing, multiple) {
  o <- order(score, decreasing = decreasing)
  # Match counts its caliper in standard deviations of divisor n: translated, so that the caliper is `multiple` times R's sd().
  multiple <- multiple * sd(score) / sqrt(mean((score - mean(score))^2))
  m <- Match(Tr = treated[o], X = score[o], replace = FALSE, ties = FALSE, distance.tolerance = 0,
             caliper = multiple, estimand = "ATT", M = 1)
  list(treated = o[m$index.treated], control = o[m$index.control])
}

problem <- function(formula, data) {
  fit <- glm(formula, binomial, data, epsilon = 1e-14, maxit = 50)
  # Both sides see the same doubles: the score is cut to the digits that the fixture holds.
  score <- as.numeric(sprintf("%.15g", unname(fit$linear.predictors)))
  treated <- unname(fit$y)
  multiples <- c(0.05, 0.2, 0.5)
  list(
    score = score, treated = treated, sd = sd(score),
    runs = unlist(lapply(multiples, function(multiple) list(
      c(list(order = "largest", caliper = multiple * sd(score)), matched(score, treated, TRUE, multiple)),
      c(list(order = "smallest", caliper = multiple * sd(score)), matched(score, treated, FALSE, multiple))
    )), recursive = FALSE)
  )
}

write_json(
  list(
    source = "R Matching::Match(replace = FALSE, ties = FALSE, distance.tolerance = 0) 4.10-8; row numbers from 1",
    problems = list(
      breast = problem(breast_model, breast()),
      lalonde = problem(treat ~ age + educ + race + married + nodegree + re74 + re75, lalonde)
    )
  ),
  "oracles/caliper-matching/fixture.json", digits = NA, auto_unbox = TRUE
)
