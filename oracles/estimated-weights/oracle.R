# Standard errors that know the weights were estimated: stacked estimating equations, with every derivative taken numerically by refitting. For each
# estimate theta(row weights, propensity coefficients), influence_i = w_i d theta/d w_i + (d theta/d gamma) I^-1 x_i (a_i - e_i); variance = sum of squares.
# Made-up data with tied whole-day times. glm, survival::coxph (Efron, Breslow), survfit. Entropy balancing by its dual (optim + Newton).
# Run from the project root: Rscript oracles/estimated-weights/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
set.seed(20240711)
n <- 240
x1 <- round(rnorm(n, 60, 9), 1); x2 <- rbinom(n, 1, 0.4)
a <- rbinom(n, 1, plogis(-0.6 + 0.04 * (x1 - 60) + 0.7 * x2))
latent <- rexp(n, exp(-6.3 + 0.03 * (x1 - 60) + 0.4 * x2 - 0.4 * a)); cens <- runif(n, 200, 1500)
time <- pmax(1, ceiling(pmin(latent, cens) / 7) * 7); status <- as.integer(latent <= cens)
y <- rbinom(n, 1, plogis(-0.5 + 0.02 * (x1 - 60) + 0.5 * a))
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
gamma <- newton(function(b) a - plogis(X %*% b)[, 1], function(b) { e <- plogis(X %*% b)[, 1]; e * (1 - e) }, c(0, 0, 0))
h <- function(e) -e * log(e) - (1 - e) * log(1 - e)
weights <- list(
  ATT = function(e, s) ifelse(a == 1, 1, e / (1 - e)), ATE = function(e, s) ifelse(a == 1, 1 / e, 1 / (1 - e)),
  ATO = function(e, s) ifelse(a == 1, 1 - e, e), ATEN = function(e, s) ifelse(a == 1, h(e) / e, h(e) / (1 - e)),
  stabilised = function(e, s) ifelse(a == 1, s / e, (1 - s) / (1 - e))
)
tight <- coxph.control(eps = 1e-12, iter.max = 100, toler.chol = 1e-13)
cox <- function(w, ties) coef(coxph(Surv(time, status) ~ a, weights = w, ties = ties, control = tight))[[1]]
area <- function(w, arm) {
  f <- survfit(Surv(time, status) ~ 1, weights = w, subset = a == arm)
  t <- c(0, f$time[f$time <= tau]); s <- c(1, f$surv[f$time <= tau])
  sum(s * diff(c(t, tau)))
}
at <- function(w, arm) { f <- survfit(Surv(time, status) ~ 1, weights = w, subset = a == arm); c(1, f$surv)[1 + sum(f$time <= landmark)] }
rate <- function(w, arm) sum((w * y)[a == arm]) / sum(w[a == arm])
estimates <- list(
  rate_control = function(w) rate(w, 0), risk_difference = function(w) rate(w, 1) - rate(w, 0), log_risk_ratio = function(w) log(rate(w, 1) / rate(w, 0)),
  log_hazard_ratio = function(w) cox(w, "efron"), log_hazard_ratio_breslow = function(w) cox(w, "breslow"),
  survival_control = function(w) at(w, 0), survival_difference = function(w) at(w, 1) - at(w, 0), rmst_difference = function(w) area(w, 1) - area(w, 0)
)
# Central difference with one Richardson step: error near step^4.
slope <- function(f, step) { d <- function(s) (f(s) - f(-s)) / (2 * s); (4 * d(step / 2) - d(step)) / 3 }
row_derivatives <- function(f, w) sapply(seq_len(n), function(i) slope(function(s) f(w * ifelse(seq_len(n) == i, 1 + s, 1)), 2e-3) )

stacked <- function(weight_of, parameters, parameter_influence, steps) {
  w <- weight_of(parameters)
  lapply(estimates, function(f) {
    known <- row_derivatives(f, w)
    moved <- sapply(seq_along(parameters), function(j) slope(function(s) f(weight_of(replace(parameters, j, parameters[j] + s))), steps[j]))
    phi <- known + as.vector(parameter_influence %*% moved)
    list(estimate = f(w), robust = sqrt(sum(known^2)), influence = sqrt(sum(phi^2)))
  })
}
e <- plogis(X %*% gamma)[, 1]
logistic_influence <- (X * (a - e)) %*% solve(crossprod(X, e * (1 - e) * X))
steps <- c(2e-3, 4e-5, 2e-3)
result <- lapply(c("ATT", "ATE", "ATO", "ATEN"), function(k) stacked(function(g) weights[[k]](plogis(X %*% g)[, 1], NULL), gamma, logistic_influence, steps))
names(result) <- c("ATT", "ATE", "ATO", "ATEN")
share <- mean(a)
result$stabilised <- stacked(function(g) weights$stabilised(plogis(X %*% g[1:3])[, 1], g[4]), c(gamma, share), cbind(logistic_influence, (a - share) / n), c(steps, 2e-3))

# Entropy balancing. ATT: controls' weights exp(x'lambda) with sum w x = sum of x over the trial arm. ATE: each arm's exp(x'lambda) with sum u x = sum of x over all, times its share.
lambda <- newton(function(b) a - (1 - a) * exp(X %*% b)[, 1], function(b) (1 - a) * exp(X %*% b)[, 1], c(log(sum(a) / sum(1 - a)), 0, 0))
w <- function(b) ifelse(a == 1, 1, exp(X %*% b)[, 1])
u <- w(lambda)
result$entropyATT <- stacked(w, lambda, (X * (a - (1 - a) * u)) %*% solve(crossprod(X, (1 - a) * u * X)), steps)
arm <- function(s) newton(function(b) 1 - (a == s) * exp(X %*% b)[, 1], function(b) (a == s) * exp(X %*% b)[, 1], c(log(n / sum(a == s)), 0, 0))
l1 <- arm(1); l0 <- arm(0)
u1 <- (a == 1) * exp(X %*% l1)[, 1]; u0 <- (a == 0) * exp(X %*% l0)[, 1]
inf <- function(u) (X * (1 - u)) %*% solve(crossprod(X, u * X))
result$entropyATE <- stacked(function(g) ifelse(a == 1, g[7] * exp(X %*% g[1:3])[, 1], (1 - g[7]) * exp(X %*% g[4:6])[, 1]), c(l1, l0, share), cbind(inf(u1), inf(u0), (a - share) / n), c(steps, steps, 2e-3))

write_json(list(
  source = "numeric derivatives through glm-type Newton, survival 3.5-3 coxph and survfit", tau = tau, landmark = landmark,
  x1 = x1, x2 = x2, trial = a, time = time, status = status, y = y, cases = result
), "oracles/estimated-weights/fixture.json", digits = NA, auto_unbox = TRUE)
