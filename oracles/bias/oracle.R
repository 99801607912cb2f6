# Corrections of misclassified outcomes and bounds under hidden bias. Delta-method variances by numerical derivatives (numDeriv) of the estimators
# on multinomial covariances; Rosenbaum's bounds by pbinom and, for the Γ, uniroot on it; who fails first by brute force over pairs.
# Run from the project root: Rscript oracles/bias/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
suppressPackageStartupMessages(library(numDeriv))
set.seed(20240707)

rg <- function(v) (v[1] + v[3] - 1) / (v[2] + v[3] - 1)
rates <- lapply(list(
  c(0.35, 400, 0.85, 60, 0.92, 140), c(0.08, 250, 0.7, 30, 0.95, 220), c(0.6, 90, 0.95, 55, 0.6, 35), c(0.05, 120, 0.9, 40, 0.9, 100)
), function(d) {
  p <- round(d[1] * d[2]) / d[2]; se <- round(d[3] * d[4]) / d[4]; sp <- round(d[5] * d[6]) / d[6]
  v <- c(p, se, sp)
  V <- c(p * (1 - p) / d[2], se * (1 - se) / d[4], sp * (1 - sp) / d[6])
  g <- grad(rg, v, method.args = list(r = 6))
  z <- qnorm(0.975)
  # Lang & Reiczigel's interval, from the delta method at the smoothed counts.
  n <- c(d[2] + z^2, d[4] + 2, d[6] + 2)
  w <- c((p * d[2] + z^2 / 2) / n[1], (se * d[4] + 1) / n[2], (sp * d[6] + 1) / n[3])
  W <- w * (1 - w) / n
  h <- grad(rg, w, method.args = list(r = 6))
  shift <- 2 * z^2 * (rg(w) * W[2] - (1 - rg(w)) * W[3])
  limits <- pmin(1, pmax(0, rg(w) + shift + c(-1, 1) * z * sqrt(sum(h^2 * W))))
  list(
    observed = list(events = p * d[2], n = d[2]), sensitivity = list(events = se * d[4], n = d[4]), specificity = list(events = sp * d[6], n = d[6]),
    unbounded = rg(v), se = sqrt(sum(g^2 * V)), limits = limits
  )
})
matrices <- lapply(list(
  list(M = matrix(c(8, 1, 0, 2, 40, 10, 0, 6, 120), 3, byrow = TRUE), obs = c(60, 150, 390)),
  list(M = matrix(c(12, 3, 1, 0, 2, 30, 8, 1, 1, 9, 70, 12, 0, 1, 10, 55), 4, byrow = TRUE), obs = c(30, 120, 210, 180)),
  list(M = matrix(c(51, 9, 11, 129), 2, byrow = TRUE), obs = c(140, 260))
), function(x) {
  k <- length(x$obs); n <- sum(x$obs); tot <- rowSums(x$M)
  f <- function(v) as.vector(solve(t(matrix(v[-(1:k)], k, byrow = TRUE)), v[1:k]))
  p <- x$obs / n; M <- x$M / tot
  v <- c(p, as.vector(t(M)))
  J <- jacobian(f, v, method.args = list(r = 6))
  V <- matrix(0, length(v), length(v))
  V[1:k, 1:k] <- (diag(p) - outer(p, p)) / n
  for (r in 1:k) { i <- k + (r - 1) * k + 1:k; V[i, i] <- (diag(M[r, ]) - outer(M[r, ], M[r, ])) / tot[r] }
  list(k = k, validation = as.vector(t(x$M)), observed = x$obs, share = f(v), covariance = as.vector(t(J %*% V %*% t(J))))
})
bounds <- unlist(lapply(list(c(60, 90), c(14, 15), c(40, 80), c(110, 150)), function(d) lapply(c(1, 1.2, 1.5, 2, 3), function(g) list(
  favourable = d[1], decided = d[2], gamma = g,
  upper = pbinom(d[1] - 1, d[2], g / (1 + g), lower.tail = FALSE), lower = pbinom(d[1] - 1, d[2], 1 / (1 + g), lower.tail = FALSE)
))), recursive = FALSE)
tipping <- lapply(list(c(60, 90), c(14, 15), c(110, 150)), function(d) list(
  favourable = d[1], decided = d[2], alpha = 0.025,
  gamma = uniroot(function(g) pbinom(d[1] - 1, d[2], g / (1 + g), lower.tail = FALSE) - 0.025, c(1, 100), tol = 1e-14)$root
))
m <- 40
times <- list(trialTime = sample(1:30, m, TRUE), controlTime = sample(1:24, m, TRUE), trialStatus = rbinom(m, 1, 0.7), controlStatus = rbinom(m, 1, 0.7))
who <- sapply(1:m, function(i) {
  # Order of the two ends: by day, events before censorings of a day.
  a <- times$trialTime[i] + (1 - times$trialStatus[i]) / 2; b <- times$controlTime[i] + (1 - times$controlStatus[i]) / 2
  if (a == b) return(0)
  if (b < a && times$controlStatus[i] == 1) return(1)
  if (a < b && times$trialStatus[i] == 1) return(-1)
  0
})
write_json(list(
  source = "numDeriv::grad, jacobian; stats::pbinom, uniroot",
  rates = rates, matrices = matrices, bounds = bounds, tipping = tipping, times = c(times, list(favourable = sum(who == 1), decided = sum(who != 0)))
), "oracles/bias/fixture.json", digits = NA, auto_unbox = TRUE)
