# Weighted rates, their difference, ratio and odds ratio with sandwich (HC0) and clustered variances. Data: MatchIt::lalonde, re78 > 0, ATT weights of
# glm's propensity; clusters: 100 made-up sets. lm, glm quasipoisson(log), quasibinomial(logit) of the arm alone; sandwich::sandwich, vcovCL without
# corrections. Limits by the normal quantile. Run from the project root: Rscript oracles/weighted-rates/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(sandwich) })
data(lalonde, package = "MatchIt")
d <- transform(lalonde, y = as.integer(re78 > 0), set = seq_along(treat) %% 100)
tight <- glm.control(epsilon = 1e-15, maxit = 200)
ps <- fitted(glm(treat ~ age + educ + race + married + nodegree + re74 + re75, binomial, d, control = tight))
d$w <- ifelse(d$treat == 1, 1, ps / (1 - ps))
z <- qnorm(0.975)
measure <- function(fit, back) {
  b <- unname(coef(fit)["treat"])
  at <- function(v) { se <- unname(sqrt(diag(v))["treat"]); list(se = se, lower = back(b - z * se), upper = back(b + z * se), p = 2 * pnorm(-abs(b / se))) }
  list(estimate = back(b), linear = b, robust = at(sandwich(fit)), clustered = at(vcovCL(fit, cluster = d$set, type = "HC0", cadjust = FALSE)))
}
means <- lm(y ~ 0 + factor(treat), d, weights = w)
rate <- function(k) {
  p <- unname(coef(means)[k])
  at <- function(v) { se <- unname(sqrt(v[k, k])); h <- z * se / (p * (1 - p)); list(se = se, lower = plogis(qlogis(p) - h), upper = plogis(qlogis(p) + h)) }
  list(rate = p, robust = at(sandwich(means)), clustered = at(vcovCL(means, cluster = d$set, type = "HC0", cadjust = FALSE)))
}
write_json(list(
  source = "sandwich 3.0-2 on lm and glm; data MatchIt::lalonde",
  treat = d$treat, y = d$y, weight = d$w, set = d$set,
  control = rate(1), trial = rate(2),
  difference = measure(lm(y ~ treat, d, weights = w), identity),
  ratio = measure(glm(y ~ treat, quasipoisson, d, weights = w, control = tight), exp),
  odds = measure(glm(y ~ treat, quasibinomial, d, weights = w, control = tight), exp)
), "oracles/weighted-rates/fixture.json", digits = NA, auto_unbox = TRUE)
