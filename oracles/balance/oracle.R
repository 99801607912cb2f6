# Balance of covariates before and after weighting: MatchIt's summary() where it defines the same, else the formulas written out.
# MatchIt serves as oracle for its summary only; its matching (here with replacement, no caliper) just supplies uneven weights.
# Run from the project root: Rscript oracles/balance/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival); library(MatchIt) })
source("oracles/logistic/breast.R")
data("lalonde", package = "MatchIt")

reliability_variance <- function(x, w) { w <- w / sum(w); sum(w * (x - sum(w * x))^2) / (1 - sum(w^2)) }
ks_distance <- function(x, t, w) {
  share <- function(arm) sapply(sort(unique(x)), function(v) sum(w[t == arm & x <= v]) / sum(w[t == arm]))
  max(abs(share(1) - share(0)))
}

by_formula <- function(x, t, w) {
  binary <- all(x %in% 0:1)
  m <- sapply(c(1, 0), function(arm) weighted.mean(x[t == arm], w[t == arm]))
  v <- if (binary) m * (1 - m) else sapply(c(1, 0), function(arm) reliability_variance(x[t == arm], w[t == arm]))
  raw <- sapply(c(1, 0), function(arm) { y <- x[t == arm]; if (binary) mean(y) * (1 - mean(y)) else var(y) })
  list(
    binary = binary, meanTreated = m[1], meanControl = m[2], sdTreated = sqrt(v[1]), sdControl = sqrt(v[2]),
    treatedSd = sqrt(raw[1]), pooledSd = sqrt(mean(raw)),
    smdTreated = (m[1] - m[2]) / sqrt(raw[1]), smdPooled = (m[1] - m[2]) / sqrt(mean(raw)),
    varianceRatio = if (binary) NULL else v[1] / v[2], ks = ks_distance(x, t, w)
  )
}

d <- breast()
fit <- glm(breast_model, binomial, d, epsilon = 1e-14, maxit = 50)
ps <- fitted(fit)
w <- as.numeric(sprintf("%.15g", ifelse(d$treated == 1, 1, ps / (1 - ps))))
X <- as.data.frame(model.matrix(fit)[, -1])
breast_case <- list(
  treated = d$treated, weight = w, columns = lapply(as.list(X), unname),
  before = lapply(X, by_formula, d$treated, rep(1, nrow(d))), after = lapply(X, by_formula, d$treated, w)
)

m <- matchit(treat ~ age + educ + married + nodegree + re74 + re75, lalonde, method = "nearest", replace = TRUE)
table_of <- function(s) {
  s <- s[rownames(s) != "distance", ]
  lapply(setNames(rownames(s), rownames(s)), function(v) list(
    meanTreated = s[v, "Means Treated"], meanControl = s[v, "Means Control"], smd = s[v, "Std. Mean Diff."],
    varianceRatio = if (is.na(s[v, "Var. Ratio"])) NULL else s[v, "Var. Ratio"], ks = s[v, "eCDF Max"]
  ))
}
s <- summary(m, un = TRUE)
lalonde_case <- list(
  treated = lalonde$treat, weight = unname(m$weights),
  columns = as.list(lalonde[c("age", "educ", "married", "nodegree", "re74", "re75")]),
  before = table_of(s$sum.all), after = table_of(s$sum.matched)
)

write_json(
  list(source = "formulas in R; MatchIt 4.5.1 summary.matchit", formulas = breast_case, matchit = lalonde_case),
  "oracles/balance/fixture.json", digits = NA, auto_unbox = TRUE, null = "null"
)
