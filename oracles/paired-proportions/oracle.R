# Difference of two proportions in matched pairs. Tango's interval from the likelihood itself: the constrained maximum by uniroot of its score, then uniroot
# of the score statistic. Newcombe's method 10 from prop.test's score limits. McNemar's test from mcnemar.test.
# Run from the project root: Rscript oracles/paired-proportions/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))

wilson <- function(x, n, level) as.vector(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
root <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-15, maxiter = 10000)$root

# Probability q of "control only" at the maximum of b log(q + d) + c log(q) + (n - b - c) log(1 - 2 q - d).
constrained <- function(b, c, n, d) {
  low <- max(0, -d); high <- (1 - d) / 2
  share <- function(count, p) if (count == 0) 0 else count / p
  slope <- function(q) share(b, q + d) + share(c, q) - share(2 * (n - b - c), 1 - 2 * q - d)
  eps <- 1e-14 * (high - low)
  if (slope(low + eps) <= 0) return(low)
  if (slope(high - eps) >= 0) return(high)
  root(slope, low + eps, high - eps)
}
pairs <- function(both, b, c, neither, level) {
  n <- both + b + c + neither
  d <- (b - c) / n
  z <- qnorm((1 + level) / 2)
  half <- function(delta) z * sqrt(max(0, 2 * constrained(b, c, n, delta) + delta - delta^2) / n)
  p1 <- (both + b) / n; p0 <- (both + c) / n
  w1 <- wilson(both + b, n, level); w0 <- wilson(both + c, n, level)
  margins <- (both + b) * (c + neither) * (both + c) * (b + neither)
  excess <- both * neither - b * c
  phi <- if (margins == 0) 0 else (if (excess > n / 2) excess - n / 2 else if (excess >= 0) 0 else excess) / sqrt(margins)
  list(
    both = both, onlyTrial = b, onlyControl = c, neither = neither, level = level, difference = d,
    tango = c(if (d == -1) -1 else root(function(e) d - e - half(e), -1 + 1e-12, d - 1e-9), if (d == 1) 1 else root(function(e) e - d - half(e), d + 1e-9, 1 - 1e-12)),
    newcombe = c(
      d - sqrt((p1 - w1[1])^2 - 2 * phi * (p1 - w1[1]) * (w0[2] - p0) + (w0[2] - p0)^2),
      d + sqrt((w1[2] - p1)^2 - 2 * phi * (w1[2] - p1) * (p0 - w0[1]) + (p0 - w0[1])^2)
    ),
    p = if (b + c == 0) 1 else mcnemar.test(matrix(c(both, c, b, neither), 2), correct = FALSE)$p.value
  )
}
# Bentur et al. 2009 (airway hyper-responsiveness before and after a transplant), Tango's and Newcombe's worked tables, and edges.
tables <- list(c(1, 1, 7, 12), c(36, 12, 2, 0), c(43, 0, 1, 0), c(54, 0, 0, 0), c(97, 1, 1, 1), c(16, 25, 9, 184), c(0, 0, 6, 20), c(0, 15, 0, 5), c(212, 144, 256, 707), c(3, 10, 10, 80))
write_json(list(
  source = "uniroot on the constrained multinomial likelihood; stats::prop.test, mcnemar.test",
  cases = unlist(lapply(tables, function(t) lapply(c(0.9, 0.95), function(level) pairs(t[1], t[2], t[3], t[4], level))), recursive = FALSE)
), "oracles/paired-proportions/fixture.json", digits = NA, auto_unbox = TRUE)
