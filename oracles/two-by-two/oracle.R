# Two proportions beyond their difference: score intervals of the ratio and the odds ratio (Miettinen & Nurminen 1985, roots by
# uniroot, constrained maxima by optimize), stratified risk difference with both kinds of weights, mantelhaen.test.
# Run from the project root: Rscript oracles/two-by-two/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
data(lalonde, package = "MatchIt")

solve <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-15, maxiter = 10000)$root
# The root over log ratios, so that large and small ratios are found alike.
solveRatio <- function(f) exp(solve(function(l) f(exp(l)), -12, 12))

# p0 at the maximum of the likelihood given p1 as a function of it: the root of its derivative by the closed forms of the paper.
ratio <- function(x1, n1, x0, n0, theta) {
  a <- (n1 + n0) * theta; b <- n1 * theta + x1 + n0 + x0 * theta
  p0 <- (b - sqrt(b^2 - 4 * a * (x1 + x0))) / (2 * a)
  c(theta * p0, p0)
}
odds <- function(x1, n1, x0, n0, psi) {
  x <- x1 + x0
  a <- n0 * (psi - 1); b <- n1 * psi + n0 - x * (psi - 1)
  p0 <- if (a == 0) x / (n1 + n0) else (-b + sqrt(b^2 + 4 * a * x)) / (2 * a)
  c(p0 * psi / (1 + p0 * (psi - 1)), p0)
}
two <- function(x1, n1, x0, n0, level) {
  z <- qnorm((1 + level) / 2); N <- n1 + n0
  rr <- function(theta) {
    p <- ratio(x1, n1, x0, n0, theta)
    (x1 / n1 - theta * x0 / n0) / sqrt((p[1] * (1 - p[1]) / n1 + theta^2 * p[2] * (1 - p[2]) / n0) * N / (N - 1))
  }
  or <- function(psi) {
    p <- odds(x1, n1, x0, n0, psi)
    n1 * (x1 / n1 - p[1]) * sqrt((1 / (n1 * p[1] * (1 - p[1])) + 1 / (n0 * p[2] * (1 - p[2]))) * (N - 1) / N)
  }
  list(events1 = x1, n1 = n1, events0 = x0, n0 = n0, level = level,
       riskRatio = if (x1 == 0) c(0, solveRatio(function(t) rr(t) + z)) else c(solveRatio(function(t) rr(t) - z), solveRatio(function(t) rr(t) + z)),
       oddsRatio = if (x1 == 0) c(0, solveRatio(function(t) or(t) + z)) else c(solveRatio(function(t) or(t) - z), solveRatio(function(t) or(t) + z)))
}

# Constrained p0 under p1 - p0 = d, by golden section on the log likelihood to its floor, then Newton's method on the cubic.
difference <- function(x1, n1, x0, n0, d) {
  f <- function(p) (n1 + n0) * p^3 + ((n1 + 2 * n0) * d - n1 - n0 - x1 - x0) * p^2 + ((n0 * d - n1 - n0 - 2 * x0) * d + x1 + x0) * p + x0 * d * (1 - d)
  log0 <- function(x, p) if (x == 0) 0 else x * log(p)
  likelihood <- function(p) log0(x1, p + d) + log0(n1 - x1, 1 - p - d) + log0(x0, p) + log0(n0 - x0, 1 - p)
  low <- max(0, -d); high <- min(1, 1 - d)
  p <- optimize(likelihood, c(low, high), maximum = TRUE, tol = 1e-12)$maximum
  for (i in 1:20) {
    h <- 1e-7
    step <- f(p) / ((f(p + h) - f(p - h)) / (2 * h))
    if (!is.finite(step) || abs(step) > 1e-4) break
    p <- min(high, max(low, p - step))
  }
  p
}
strata <- function(name, t, weights, level = 0.95) {
  z <- qnorm((1 + level) / 2)
  stat <- function(d) {
    p0 <- mapply(difference, t$x1, t$n1, t$x0, t$n0, d)
    p1 <- p0 + d
    w <- t$n1 * t$n0 / (t$n1 + t$n0)
    if (weights == "miettinen-nurminen") {
      for (i in 1:200) {
        r1 <- weighted.mean(p1, w); r0 <- weighted.mean(p0, w)
        w <- 1 / (r1 * (1 - r1) / (r0 * (1 - r0)) / t$n1 + 1 / t$n0)
      }
    }
    N <- t$n1 + t$n0
    sum(w * (t$x1 / t$n1 - t$x0 / t$n0 - d)) / sqrt(sum(w^2 * (p1 * (1 - p1) / t$n1 + p0 * (1 - p0) / t$n0) * N / (N - 1)))
  }
  list(name = name, weights = weights, level = level, events1 = t$x1, n1 = t$n1, events0 = t$x0, n0 = t$n0, estimate = solve(stat, -0.9, 0.9),
       limits = c(solve(function(d) stat(d) - z, -0.9, 0.9), solve(function(d) stat(d) + z, -0.9, 0.9)), p = 2 * pnorm(-abs(stat(0))))
}
common <- function(name, t) {
  cube <- array(rbind(t$x1, t$x0, t$n1 - t$x1, t$n0 - t$x0), c(2, 2, length(t$x1)))
  m <- mantelhaen.test(cube, correct = FALSE)
  list(name = name, events1 = t$x1, n1 = t$n1, events0 = t$x0, n0 = t$n0, chiSquared = unname(m$statistic), p = m$p.value,
       oddsRatio = unname(m$estimate), limits = as.vector(m$conf.int))
}

tables <- list(c(56, 70, 48, 80), c(7, 34, 1, 34), c(9, 10, 3, 10), c(81, 263, 60, 286), c(30, 100, 20, 100), c(0, 12, 4, 15), c(1, 400, 3, 380))
byRace <- with(lalonde, list(
  x1 = as.vector(tapply((re78 > 0)[treat == 1], race[treat == 1], sum)), n1 = as.vector(table(race[treat == 1])),
  x0 = as.vector(tapply((re78 > 0)[treat == 0], race[treat == 0], sum)), n0 = as.vector(table(race[treat == 0]))))
ucb <- list(x1 = UCBAdmissions[1, 1, ], n1 = colSums(UCBAdmissions[, 1, ]), x0 = UCBAdmissions[1, 2, ], n0 = colSums(UCBAdmissions[, 2, ]))
ucb <- lapply(ucb, as.vector)
trials <- list(x1 = c(15, 0, 11, 4, 7, 8, 5, 0, 7), n1 = c(97, 8, 50, 110, 65, 25, 126, 104, 80),
               x0 = c(37, 5, 23, 16, 7, 8, 17, 4, 16), n0 = c(103, 10, 48, 110, 32, 25, 126, 92, 81))
each <- function(f) list(f("lalonde by race", byRace), f("Berkeley admissions by department", ucb), f("nine trials of compression", trials))
write_json(list(
  source = "Miettinen & Nurminen 1985; stats::mantelhaen.test(correct = FALSE); data MatchIt::lalonde (re78 > 0), UCBAdmissions, Amarigiri & Lees",
  ratios = unlist(lapply(tables, function(t) lapply(c(0.9, 0.95), function(level) two(t[1], t[2], t[3], t[4], level))), recursive = FALSE),
  stratified = c(each(function(name, t) strata(name, t, "mantel-haenszel")), each(function(name, t) strata(name, t, "miettinen-nurminen"))),
  common = each(common)
), "oracles/two-by-two/fixture.json", digits = NA, auto_unbox = TRUE)
