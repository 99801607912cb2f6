# Gompertz and generalised gamma (Prentice) of one arm, unweighted and weighted: the likelihood written out with dgamma, pgamma and exp, maximised by optim, then
# by Newton steps with numeric derivatives (three-level Richardson); robust standard errors from numeric scores, restricted mean by integrate, its standard error
# by numeric derivatives. survival's lung in days, and values of the generalised gamma's survival and density. Rscript oracles/parametric-shapes/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
d <- lung[seq(1, 228, 2), ]
time <- d$time; status <- as.integer(d$status == 2)
set.seed(20250502); weight <- round(runif(length(time), 0.2, 3), 3)
tau <- 1500
richardson <- function(g, h) { a <- g(h); b <- g(h / 2); c <- g(h / 4); x <- (4 * b - a) / 3; y <- (4 * c - b) / 3; (16 * y - x) / 15 }
slope <- function(f, h) richardson(function(s) (f(s) - f(-s)) / (2 * s), h)
bend <- function(f, h) richardson(function(s) (f(s) - 2 * f(0) + f(-s)) / s^2, h)
lf <- function(z, Q) { g <- 1 / Q^2; x <- g * exp(Q * z); dgamma(x, g, log = TRUE) + log(x) + log(abs(Q)) }
lS <- function(z, Q) { g <- 1 / Q^2; pgamma(g * exp(Q * z), g, lower.tail = Q < 0, log.p = TRUE) }
families <- list(
  gompertz = list(start = c(-6, 0), h = c(0.05, 2e-4), row = function(p) { H <- exp(p[1]) * expm1(p[2] * time) / p[2]; ifelse(status == 1, p[1] + p[2] * time, 0) - H },
    S = function(t, p) exp(-exp(p[1]) * expm1(p[2] * t) / p[2])),
  "generalised-gamma" = list(start = c(6, 0, 0.7), h = c(0.05, 0.05, 0.05), row = function(p) { z <- (log(time) - p[1]) / exp(p[2]); ifelse(status == 1, lf(z, p[3]) - p[2] - log(time), lS(z, p[3])) },
    S = function(t, p) exp(lS((log(t) - p[1]) / exp(p[2]), p[3]))))
case <- function(name, w) {
  f <- families[[name]]; k <- length(f$start); h <- f$h
  ll <- function(p) sum(w * f$row(p))
  start <- f$start; if (name == "gompertz") start[2] <- 1e-4
  p <- optim(start, function(p) -ll(p), method = "Nelder-Mead", control = list(maxit = 20000, reltol = 1e-15, parscale = if (name == "gompertz") c(1, 1e-3) else rep(1, k)))$par
  e <- function(i) replace(numeric(k), i, 1)
  information <- function(p) outer(seq_len(k), seq_len(k), Vectorize(function(i, j)
    if (i == j) -bend(function(s) ll(p + s * e(i)), h[i]) else -slope(function(s) slope(function(r) ll(p + s * e(i) + r * e(j)), h[j]), h[i])))
  for (step in 1:8) p <- p + solve(information(p), sapply(seq_len(k), function(i) slope(function(s) ll(p + s * e(i)), h[i])))
  V <- solve(information(p))
  score <- sapply(seq_len(k), function(i) slope(function(s) f$row(p + s * e(i)), h[i]))
  D <- score %*% V
  mean_to <- function(p) { cuts <- c(0, 50, 150, 300, 500, 800, 1100, tau); sum(sapply(seq_len(7), function(i) integrate(function(t) f$S(t, p), cuts[i], cuts[i + 1], rel.tol = 1e-12, abs.tol = 0)$value)) }
  g <- sapply(seq_len(k), function(i) slope(function(s) mean_to(p + s * e(i)), h[i]))
  list(family = name, parameters = p, variance = diag(V), log_likelihood = ll(p), aic = -2 * ll(p) + 2 * k, rmst = mean_to(p), rmst_se = sqrt(sum((w * (D %*% g))^2)))
}
grid <- expand.grid(z = c(-6, -2, -0.5, 0, 0.4, 1.3, 2.5), Q = c(-1.7, -0.3, -0.01, 0.02, 0.4, 1, 2.2))
tails <- expand.grid(u = c(-6, -2, -0.3, 0, 1.1, 3, 7), shape = c(0.2, 1.5, 30, 500, 3000, 19999, 20001, 1e6))
tails$x <- as.numeric(sprintf("%.15g", tails$shape * exp(tails$u / sqrt(tails$shape))))
write_json(list(source = "likelihoods written out in R, lung", time = time, status = status, weight = weight, tau = tau,
  grid = list(z = grid$z, Q = grid$Q, survival = exp(mapply(lS, grid$z, grid$Q)), density = exp(mapply(lf, grid$z, grid$Q))),
  tails = list(x = tails$x, shape = tails$shape, upper = pgamma(tails$x, tails$shape, lower.tail = FALSE), lower = pgamma(tails$x, tails$shape)),
  plain = lapply(names(families), case, w = rep(1, length(time))), weighted = lapply(names(families), case, w = weight)), "oracles/parametric-shapes/fixture.json", digits = NA, auto_unbox = TRUE)
