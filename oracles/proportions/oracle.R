# Intervals of one proportion and of the difference of two. One: binom.test, prop.test, qbeta. Two: Newcombe's method 10 from
# prop.test's score limits; Miettinen & Nurminen's interval by its published closed form (arccosine) and uniroot.
# Run from the project root: Rscript oracles/proportions/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
data(lalonde, package = "MatchIt")

# prop.test warns about small counts, which is beside the point here.
wilson <- function(x, n, level) as.vector(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)

one <- function(x, n, level) {
  tail <- (1 - level) / 2
  list(
    events = x, n = n, level = level, clopperPearson = as.vector(binom.test(x, n, conf.level = level)$conf.int), wilson = wilson(x, n, level),
    jeffreys = c(if (x == 0) 0 else qbeta(tail, x + 0.5, n - x + 0.5), if (x == n) 1 else qbeta(1 - tail, x + 0.5, n - x + 0.5))
  )
}

# Miettinen & Nurminen 1985, appendix I: p0 at the maximum of the likelihood under p1 - p0 = d.
constrained <- function(x1, n1, x0, n0, d) {
  N <- n1 + n0
  l3 <- N; l2 <- (n1 + 2 * n0) * d - N - x1 - x0; l1 <- (n0 * d - N - 2 * x0) * d + x1 + x0; l0 <- x0 * d * (1 - d)
  q <- l2^3 / (3 * l3)^3 - l1 * l2 / (6 * l3^2) + l0 / (2 * l3)
  p <- sign(q) * sqrt(l2^2 / (3 * l3)^2 - l1 / (3 * l3))
  2 * p * cos((pi + acos(pmin(1, pmax(-1, q / p^3)))) / 3) - l2 / (3 * l3)
}
two <- function(x1, n1, x0, n0, level) {
  d <- x1 / n1 - x0 / n0
  z <- qnorm((1 + level) / 2)
  N <- n1 + n0
  half <- function(delta) {
    p0 <- constrained(x1, n1, x0, n0, delta)
    p1 <- p0 + delta
    z * sqrt((p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * N / (N - 1))
  }
  solve <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-15, maxiter = 10000)$root
  w1 <- wilson(x1, n1, level); w0 <- wilson(x0, n0, level)
  statistic <- suppressWarnings(prop.test(c(x1, x0), c(n1, n0), correct = FALSE))$statistic * (N - 1) / N
  list(
    events1 = x1, n1 = n1, events0 = x0, n0 = n0, level = level, difference = d,
    miettinenNurminen = c(solve(function(e) d - e - half(e), -1 + 1e-9, d - 1e-9), solve(function(e) e - d - half(e), d + 1e-9, 1 - 1e-9)),
    p = unname(pchisq(statistic, 1, lower.tail = FALSE)),
    newcombe = c(d - sqrt((x1 / n1 - w1[1])^2 + (w0[2] - x0 / n0)^2), d + sqrt((w1[2] - x1 / n1)^2 + (x0 / n0 - w0[1])^2))
  )
}

# Newcombe 1998, table II, (a) to (e), whose limits all lie inside (-1, 1), and lalonde: re78 > 0 by treatment.
worked <- with(lalonde, c(sum(re78 > 0 & treat == 1), sum(treat == 1), sum(re78 > 0 & treat == 0), sum(treat == 0)))
tables <- list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(1, 40, 2, 35), c(0, 15, 3, 20), c(81, 263, 60, 286), worked)
arms <- expand.grid(level = c(0.8, 0.95, 0.99), k = 1:10)
x <- c(0, 1, 5, 10, 7, 15, 81, 312, worked[1], worked[3])
n <- c(10, 10, 10, 10, 34, 148, 263, 410, worked[2], worked[4])
write_json(list(
  source = "stats::binom.test, prop.test, qbeta; Miettinen & Nurminen 1985; Newcombe 1998; data MatchIt::lalonde, re78 > 0",
  single = mapply(function(k, level) one(x[k], n[k], level), arms$k, arms$level, SIMPLIFY = FALSE),
  difference = unlist(lapply(tables, function(t) lapply(c(0.9, 0.95), function(level) two(t[1], t[2], t[3], t[4], level))), recursive = FALSE)
), "oracles/proportions/fixture.json", digits = NA, auto_unbox = TRUE)
