# Several lines of therapy of one patient as rows: variances clustered by patient, without small-sample factor. A trial of 60 patients with one row each, controls
# with 1 to 4 lines that share a frailty; made-up whole-day times with ties, covariates by line. survival::coxph(cluster =), survfit(cluster =, robust), sandwich::vcovCL (HC0).
# Weights estimated: stacked estimating equations, each derivative taken numerically by refitting, the influences summed by patient before they are squared.
# Run from the project root: Rscript oracles/several-lines/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival); library(sandwich) })
set.seed(20261124)
lines <- sample(1:4, 70, replace = TRUE)
id <- c(1:60, 60 + rep(1:70, lines)); n <- length(id)
a <- as.integer(id <= 60)
frailty <- rnorm(130, 0, 0.7)[id]
x1 <- round(rnorm(n, 60, 9) - 2 * a, 1); x2 <- rbinom(n, 1, 0.5 - 0.1 * a)
latent <- rexp(n, exp(-6.2 + 0.03 * (x1 - 60) + 0.4 * x2 - 0.4 * a + frailty)); cens <- runif(n, 200, 1500)
time <- pmax(1, ceiling(pmin(latent, cens) / 7) * 7); status <- as.integer(latent <= cens)
y <- rbinom(n, 1, plogis(-0.6 + 0.02 * (x1 - 60) + 0.4 * a + frailty))
X <- cbind(1, x1, x2)
tau <- 420; landmark <- 365

newton <- function(residual, fall, start) {
  b <- start
  for (k in 1:200) {
    step <- solve(crossprod(X, fall(b) * X), crossprod(X, residual(b)))
    b <- b + step
    if (max(abs(step)) < 1e-14 * (1 + max(abs(b)))) break
  }
  as.vector(b)
}
odds <- function(b) exp(X %*% b)[, 1]
gamma <- newton(function(b) a - plogis(X %*% b)[, 1], function(b) { e <- plogis(X %*% b)[, 1]; e * (1 - e) }, c(0, 0, 0))
lambda <- newton(function(b) a - (1 - a) * odds(b), function(b) (1 - a) * odds(b), c(log(sum(a) / sum(1 - a)), 0, 0))
weight_of <- function(b) ifelse(a == 1, 1, odds(b))
e <- plogis(X %*% gamma)[, 1]
moves <- list(
  weighting = (X * (a - e)) %*% solve(crossprod(X, e * (1 - e) * X)),
  "entropy-balancing" = (X * (a - (1 - a) * odds(lambda))) %*% solve(crossprod(X, (1 - a) * odds(lambda) * X))
)
parameters <- list(weighting = gamma, "entropy-balancing" = lambda)

tight <- coxph.control(eps = 1e-12, iter.max = 100, toler.chol = 1e-13)
cox <- function(w, ties) coxph(Surv(time, status) ~ a, weights = w, ties = ties, cluster = id, control = tight)
curve <- function(w, arm, event = status) survfit(Surv(time, event) ~ 1, weights = w, subset = a == arm, cluster = id, robust = TRUE, conf.type = "log")
area <- function(w, arm) {
  f <- survfit(Surv(time, status) ~ 1, weights = w, subset = a == arm)
  t <- c(0, f$time[f$time <= tau]); s <- c(1, f$surv[f$time <= tau])
  sum(s * diff(c(t, tau)))
}
at <- function(w, arm) { f <- survfit(Surv(time, status) ~ 1, weights = w, subset = a == arm); c(1, f$surv)[1 + sum(f$time <= landmark)] }
rate <- function(w, arm) sum((w * y)[a == arm]) / sum(w[a == arm])
# The trial's patients had they been controls, by a logistic model of the controls; its rows count w times.
standardised <- function(r) {
  b <- newton(function(b) (1 - a) * r * (y - plogis(X %*% b)[, 1]), function(b) { m <- plogis(X %*% b)[, 1]; (1 - a) * r * m * (1 - m) }, c(0, 0, 0))
  sum((a * r * (y - plogis(X %*% b)[, 1]))) / sum(a * r)
}
estimates <- list(
  log_hazard_ratio = function(w) coef(cox(w, "efron"))[[1]], log_hazard_ratio_breslow = function(w) coef(cox(w, "breslow"))[[1]],
  rmst_difference = function(w) area(w, 1) - area(w, 0), survival_difference = function(w) at(w, 1) - at(w, 0),
  risk_difference = function(w) rate(w, 1) - rate(w, 0), log_risk_ratio = function(w) log(rate(w, 1) / rate(w, 0)),
  log_odds_ratio = function(w) qlogis(rate(w, 1)) - qlogis(rate(w, 0))
)
# Central difference with one Richardson step: error near step^4.
slope <- function(f, step) { d <- function(s) (f(s) - f(-s)) / (2 * s); (4 * d(step / 2) - d(step)) / 3 }
row_derivatives <- function(f, w) sapply(seq_len(n), function(i) slope(function(s) f(w * ifelse(seq_len(n) == i, 1 + s, 1)), 2e-3))
by_patient <- function(phi) sqrt(sum(rowsum(phi, id)^2))

# Rates and Cox by the packages; what they have no clustered variance for, by derivatives.
packaged <- function(w, known) {
  linear <- lm(y ~ a, weights = w)
  cl <- vcovCL(linear, cluster = id, type = "HC0", cadjust = FALSE)
  known$risk_difference <- sqrt(cl["a", "a"])
  known$log_hazard_ratio <- sqrt(cox(w, "efron")$var[1, 1])
  known$log_hazard_ratio_breslow <- sqrt(cox(w, "breslow")$var[1, 1])
  known
}
control_arm <- function(w) {
  f <- curve(w, 0); s <- summary(f, times = landmark); m <- summary(f)$table
  g <- summary(curve(w, 0, 1 - status))$table
  k <- a == 0
  linear <- lm(y ~ 1, weights = w, subset = k)
  p <- coef(linear)[[1]]; se <- sqrt(vcovCL(linear, cluster = id[k], type = "HC0", cadjust = FALSE)[1, 1])
  limits <- plogis(qlogis(p) + c(-1, 1) * qnorm(0.975) * se / (p * (1 - p)))
  totals <- rowsum(w[k], id[k])
  list(survival = c(s$surv, s$lower, s$upper), median = unname(m[c("median", "0.95LCL", "0.95UCL")]), follow_up = unname(g[c("median", "0.95LCL", "0.95UCL")]),
       proportion = c(p, limits), lines = sum(k), patients = length(totals), effective = sum(totals)^2 / sum(totals^2))
}
case <- function(method) {
  isWeighted <- method != "unadjusted"
  w <- if (isWeighted) weight_of(parameters[[method]]) else rep(1, n)
  derivatives <- lapply(estimates, row_derivatives, w = w)
  known <- packaged(w, lapply(derivatives, by_patient))
  influence <- if (!isWeighted) NULL else Map(function(f, own) {
    moved <- sapply(1:3, function(j) slope(function(s) f(weight_of(replace(parameters[[method]], j, parameters[[method]][j] + s))), c(2e-3, 4e-5, 2e-3)[j]))
    by_patient(own + as.vector(moves[[method]] %*% moved))
  }, estimates, derivatives)
  list(estimate = lapply(estimates, function(f) f(w)), known = known, influence = influence, control = control_arm(w))
}
cases <- sapply(c("unadjusted", "weighting", "entropy-balancing"), case, simplify = FALSE)
write_json(list(
  source = "survival 3.5-3 coxph and survfit with cluster, sandwich vcovCL, numeric derivatives", tau = tau, landmark = landmark,
  id = id, x1 = x1, x2 = x2, trial = a, time = time, status = status, y = y, cases = cases,
  standardised = list(estimate = standardised(rep(1, n)), se = by_patient(row_derivatives(standardised, rep(1, n))))
), "oracles/several-lines/fixture.json", digits = NA, auto_unbox = TRUE, null = "null")
