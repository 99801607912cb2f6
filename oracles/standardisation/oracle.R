# Means of each arm carried to a target population by a regression of the outcome (g-computation) and augmented by weighted residuals (AIPW, normalised),
# with standard errors by the row influences: every row's multiplicity v is moved and all models are refitted (glm, lm), central differences. "known":
# the propensity stays where it is; "estimated": it is refitted as well. ATT: the trial's mean is the observed one, its rows are the target. RMST: the
# outcome of a linear model is the pseudo-value of survival::pseudo within the arm, held fixed. Made-up data. Rscript oracles/standardisation/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
set.seed(20250206)
n <- 260
x1 <- round(rnorm(n, 60, 9), 1); x2 <- rbinom(n, 1, 0.4)
a <- rbinom(n, 1, plogis(-0.6 + 0.04 * (x1 - 60) + 0.7 * x2))
y <- rbinom(n, 1, plogis(-0.5 + 0.03 * (x1 - 60) - 0.6 * x2 + 0.5 * a))
latent <- rexp(n, exp(-6.3 + 0.03 * (x1 - 60) + 0.4 * x2 - 0.4 * a)); cens <- runif(n, 200, 1500)
time <- pmax(1, ceiling(pmin(latent, cens) / 7) * 7); status <- as.integer(latent <= cens)
tau <- 420
X <- cbind(1, x1, x2)
newton <- function(v, y) {
  b <- rep(0, 3)
  for (k in 1:60) { m <- plogis(X %*% b)[, 1]; step <- solve(crossprod(X, v * m * (1 - m) * X), crossprod(X, v * (y - m))); b <- b + step; if (max(abs(step)) < 1e-14) break }
  as.vector(b)
}
e_of <- function(v) plogis(X %*% newton(v, a))[, 1]
weight <- list(ATT = function(e) ifelse(a == 1, 1, e / (1 - e)), ATE = function(e) ifelse(a == 1, 1 / e, 1 / (1 - e)))
target <- list(ATT = a, ATE = rep(1, n))
logistic <- function(v, z, s) plogis(X %*% newton(v * (a == s), z))[, 1]
linear <- function(v, z, s) { u <- v * (a == s); (X %*% solve(crossprod(X, u * X), crossprod(X, u * z)))[, 1] }
arm_mean <- function(v, e, z, fit, k, augmented, s) {
  if (k == "ATT" && s == 1) return(sum((v * z)[a == 1]) / sum(v[a == 1]))
  m <- fit(v, z, s); t <- v * target[[k]]; w <- v * weight[[k]](e) * (a == s)
  sum(t * m) / sum(t) + if (augmented) sum(w * (z - m)) / sum(w) else 0
}
slope <- function(f, step = 2e-3) { d <- function(s) (f(s) - f(-s)) / (2 * s); (4 * d(step / 2) - d(step)) / 3 }
se <- function(f) {
  one <- rep(1, n); e0 <- e_of(one)
  moved <- function(refit) sqrt(sum(sapply(seq_len(n), function(i) slope(function(s) { v <- replace(one, i, 1 + s); f(v, if (refit) e_of(v) else e0) }))^2))
  list(estimate = f(one, e0), known = moved(FALSE), estimated = moved(TRUE))
}
both <- function(z, fit, k, augmented) function(v, e) sapply(1:0, function(s) arm_mean(v, e, z, fit, k, augmented, s))
scales <- list(trial = function(p) p[1], control = function(p) p[2], risk_difference = function(p) p[1] - p[2], log_risk_ratio = function(p) log(p[1] / p[2]),
  log_odds_ratio = function(p) qlogis(p[1]) - qlogis(p[2]))
pseudo_values <- numeric(n)
for (s in 0:1) {
  f <- survfit(Surv(time, status) ~ 1, data = data.frame(time, status)[a == s, ])
  pseudo_values[a == s] <- pseudo(f, times = tau, type = "RMST")
}
cases <- list()
for (k in c("ATT", "ATE")) for (by in c("g-computation", "aipw")) {
  rates <- both(y, logistic, k, by == "aipw"); means <- both(pseudo_values, linear, k, by == "aipw")
  one <- lapply(scales, function(g) se(function(v, e) g(rates(v, e))))
  one$rmst_difference <- se(function(v, e) { m <- means(v, e); m[1] - m[2] })
  one$log_rmst_ratio <- se(function(v, e) { m <- means(v, e); log(m[1] / m[2]) })
  cases[[paste(k, by)]] <- one
}
# The same point estimate by glm and predict, to hold the Newton above against.
control <- glm(y ~ x1 + x2, binomial, subset = a == 0, control = glm.control(epsilon = 1e-15, maxit = 100))
stopifnot(abs(mean(predict(control, data.frame(x1, x2)[a == 1, ], type = "response")) - cases[["ATT g-computation"]]$control$estimate) < 1e-12)
write_json(list(source = "glm-type Newton, lm-type least squares, survival 3.5-3 pseudo", tau = tau, x1 = x1, x2 = x2, trial = a, y = y, time = time,
  status = status, pseudo = pseudo_values, cases = cases), "oracles/standardisation/fixture.json", digits = NA, auto_unbox = TRUE)
