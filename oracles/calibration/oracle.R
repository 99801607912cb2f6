# Normal random effects by maximum likelihood (the null distribution of empirical calibration, the bias of reference studies): optimize over the
# spread of the likelihood profiled over the mean, refined by uniroot of its slope; calibrated p from pnorm. Survival regression calibration from
# survreg. Run from the project root: Rscript oracles/calibration/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
suppressPackageStartupMessages(library(survival))
set.seed(20240708)

profile <- function(tau, y, s) { w <- 1 / (s^2 + tau^2); mu <- sum(w * y) / sum(w); list(mu = mu, w = sum(w), ll = sum(dnorm(y, mu, sqrt(s^2 + tau^2), log = TRUE))) }
fit <- function(y, s) {
  ll <- function(t) profile(t, y, s)$ll
  slope <- function(t) { w <- 1 / (s^2 + t^2); mu <- sum(w * y) / sum(w); sum(w^2 * (y - mu)^2 - w) }
  tau <- optimize(ll, c(0, diff(range(y))), maximum = TRUE, tol = 1e-10)$maximum
  if (slope(1e-9) <= 0 && ll(0) >= ll(tau)) tau <- 0 else tau <- uniroot(slope, c(tau * 0.9, tau * 1.1), tol = 1e-15)$root
  p <- profile(tau, y, s)
  list(mean = p$mu, meanSe = 1 / sqrt(p$w), sd = tau, logLikelihood = p$ll)
}
make <- function(m, mu, tau, s) list(estimate = rnorm(m, rnorm(m, mu, tau), s), se = rep_len(s, m))
cases <- list(make(24, 0.15, 0.2, c(0.1, 0.2, 0.3)), make(14, -0.1, 0.11, c(0.08, 0.15)), make(8, 0, 0, 0.3), make(60, 0.5, 0.05, 0.2))
effects <- lapply(cases, function(x) {
  f <- fit(x$estimate, x$se)
  effect <- 0.4; se <- 0.12
  c(x, f, list(effect = effect, effectSe = se, p = 2 * pnorm(-abs(effect - f$mean) / sqrt(se^2 + f$sd^2))))
})

# Survival regression calibration: a validation sample with both times, other patients with the mismeasured one.
n <- 80
truth <- rweibull(n, 1.3, 180)
seen <- truth * exp(0.25 + rnorm(n, 0, 0.2))
cut <- 400
time <- function(t) pmax(1, round(pmin(t, cut)))
status <- function(t) as.integer(t <= cut)
a <- survreg(Surv(time(truth), status(truth)) ~ 1, dist = "weibull", control = survreg.control(rel.tolerance = 1e-14, maxiter = 100))
b <- survreg(Surv(time(seen), status(seen)) ~ 1, dist = "weibull", control = survreg.control(rel.tolerance = 1e-14, maxiter = 100))
other <- time(rweibull(40, 1.3, 180) * exp(0.25 + rnorm(40, 0, 0.2)))
write_json(list(
  source = "stats::optimize, uniroot, pnorm; survival::survreg",
  effects = effects,
  survival = list(
    referenceTime = time(truth), referenceStatus = status(truth), observedTime = time(seen), observedStatus = status(seen), other = other,
    location = unname(c(coef(a), coef(b))), scale = c(a$scale, b$scale), calibrated = exp(coef(a)[[1]] + a$scale / b$scale * (log(other) - coef(b)[[1]]))
  )
), "oracles/calibration/fixture.json", digits = NA, auto_unbox = TRUE)
