# Parametric survival of one arm: survreg, intercept alone, exponential, Weibull, log-normal and log-logistic, unweighted and weighted; robust variance by
# weighted dfbeta (sum of squares of w x derivative by weight); restricted mean to tau by integrate, its robust standard error by the delta method with
# numeric derivatives. survival's lung in days. Rscript oracles/parametric-survival/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
d <- lung[seq(1, 228, 2), ]
time <- d$time; status <- as.integer(d$status == 2)
set.seed(20250501); weight <- round(runif(length(time), 0.2, 3), 3)
tight <- survreg.control(rel.tolerance = 1e-15, maxiter = 200)
tau <- 2000
mean_to <- function(dist, mu, u) {
  s <- exp(u)
  S <- function(z) switch(dist, exponential = exp(-exp(z)), weibull = exp(-exp(z)), lognormal = pnorm(z, lower.tail = FALSE), loglogistic = plogis(-z))
  f <- function(y) exp(y) * S((y - mu) / s)
  cuts <- log(tau) - c(40, 20, 10, 5, 3, 2, 1, 0.5, 0)
  sum(sapply(seq_len(8), function(k) integrate(f, cuts[k], cuts[k + 1], rel.tol = 1e-12, abs.tol = 0)$value))
}
slope <- function(f, h = 1e-3) { g <- function(s) (f(s) - f(-s)) / (2 * s); (4 * g(h / 2) - g(h)) / 3 }
case <- function(dist, w) {
  f <- survreg(Surv(time, status) ~ 1, dist = dist, weights = w, control = tight)
  mu <- unname(coef(f)); u <- if (dist == "exponential") 0 else log(f$scale)
  # dfbeta of weights: vcov %*% score, score by numeric derivative of the row's log likelihood.
  loglik <- function(mu, u) { z <- (log(time) - mu) / exp(u)
    lf <- switch(dist, exponential = z - exp(z), weibull = z - exp(z), lognormal = dnorm(z, log = TRUE), loglogistic = dlogis(z, log = TRUE))
    lS <- switch(dist, exponential = -exp(z), weibull = -exp(z), lognormal = pnorm(z, lower.tail = FALSE, log.p = TRUE), loglogistic = plogis(-z, log.p = TRUE))
    ifelse(status == 1, lf - u - log(time), lS) }
  score <- cbind(slope(function(h) loglik(mu + h, u)), if (dist != "exponential") slope(function(h) loglik(mu, u + h)))
  D <- score %*% vcov(f)
  g <- c(slope(function(h) mean_to(dist, mu + h, u), 1e-2), if (dist != "exponential") slope(function(h) mean_to(dist, mu, u + h), 1e-2))
  list(family = c(exponential = "exponential", weibull = "weibull", lognormal = "log-normal", loglogistic = "log-logistic")[[dist]], mu = mu, log_scale = u,
    variance = unname(diag(vcov(f))), log_likelihood = f$loglik[1], aic = AIC(f), robust_se_mu = sqrt(sum((w * D[, 1])^2)), rmst = mean_to(dist, mu, u),
    rmst_se = sqrt(sum((w * (D %*% g))^2)))
}
dists <- c("exponential", "weibull", "lognormal", "loglogistic")
write_json(list(source = "survival 3.5-3 survreg, lung", time = time, status = status, weight = weight, tau = tau,
  plain = lapply(dists, case, w = rep(1, length(time))), weighted = lapply(dists, case, w = weight)), "oracles/parametric-survival/fixture.json", digits = NA, auto_unbox = TRUE)
