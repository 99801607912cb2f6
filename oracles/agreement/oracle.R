# Agreement of two sources. Standard errors of κ (weighted and not) and AC1 by the delta method with numerical gradients of the coefficient on the
# multinomial covariance, independent of the published variance formulas. McNemar by mcnemar.test and binom.test, mid-p by dbinom; positive and
# negative agreement, sensitivity and specificity by prop.test's score limits; limits of agreement by t.test and Bland & Altman 1999.
# Run from the project root: Rscript oracles/agreement/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
suppressPackageStartupMessages(library(numDeriv))

wilson <- function(x, n) as.vector(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int)
weightsOf <- function(k, kind) {
  d <- abs(outer(1:k, 1:k, "-")) / (k - 1)
  switch(kind, none = (d == 0) * 1, linear = 1 - d, quadratic = 1 - d^2)
}
kappaOf <- function(p, k, w) {
  p <- matrix(p, k)
  po <- sum(w * p); pe <- sum(w * outer(rowSums(p), colSums(p)))
  (po - pe) / (1 - pe)
}
ac1Of <- function(p, k) {
  p <- matrix(p, k)
  s <- (rowSums(p) + colSums(p)) / 2
  pe <- sum(s * (1 - s)) / (k - 1)
  (sum(diag(p)) - pe) / (1 - pe)
}
deltaSe <- function(f, p, n) {
  g <- grad(f, p, method.args = list(r = 6))
  sqrt((sum(g^2 * p) - sum(g * p)^2) / n)
}
# Under independence the cells are the products of the margins.
nullSe <- function(f, p, n, k) {
  m <- matrix(p, k)
  q <- as.vector(outer(rowSums(m), colSums(m)))
  g <- grad(f, q, method.args = list(r = 6))
  sqrt((sum(g^2 * q) - sum(g * q)^2) / n)
}
tables <- list(
  # Fleiss, Levin & Paik, table 18.1: published κ 0.68, SE 0.087, null SE 0.076.
  diagnoses = matrix(c(75, 5, 0, 1, 4, 0, 4, 1, 10), 3),
  # Gwet: agreement of 94 %, κ −0.023, AC1 0.9408.
  skewed = matrix(c(118, 2, 5, 0), 2),
  response = matrix(c(9, 2, 1, 0, 6, 41, 13, 2, 2, 17, 77, 15, 0, 4, 21, 63), 4),
  unused = matrix(c(0, 0, 0, 0, 0, 12, 3, 1, 0, 4, 30, 6, 0, 0, 5, 20), 4)
)
coefficients <- unlist(lapply(names(tables), function(name) {
  x <- tables[[name]]; k <- nrow(x); n <- sum(x); p <- as.vector(x) / n
  cases <- lapply(c("none", "linear", "quadratic"), function(kind) {
    w <- weightsOf(k, kind)
    f <- function(q) kappaOf(q, k, w)
    list(name = name, coefficient = "kappa", weights = kind, k = k, counts = as.vector(t(x)), estimate = f(p), se = deltaSe(f, p, n), nullSe = nullSe(f, p, n, k))
  })
  f <- function(q) ac1Of(q, k)
  c(cases, list(list(name = name, coefficient = "ac1", weights = "none", k = k, counts = as.vector(t(x)), estimate = f(p), se = deltaSe(f, p, n), nullSe = NA)))
}), recursive = FALSE)

mcnemar <- lapply(list(c(12, 2), c(0, 6), c(5, 5), c(1, 0), c(150, 86), c(7, 31)), function(d) {
  n <- sum(d); low <- min(d)
  test <- mcnemar.test(matrix(c(3, d[2], d[1], 4), 2), correct = FALSE)
  exact <- binom.test(low, n)$p.value
  list(onlyFirst = d[1], onlySecond = d[2], chiSquared = unname(test$statistic), p = test$p.value, exactP = exact, midP = min(1, 2 * pbinom(low, n, 0.5) - dbinom(low, n, 0.5)))
})
specific <- lapply(list(c(30, 10), c(0, 4), c(118, 7), c(5, 0)), function(d) {
  l <- wilson(d[1], sum(d))
  list(both = d[1], either = d[2], estimate = 2 * d[1] / (2 * d[1] + d[2]), limits = 2 * l / (1 + l))
})
# Pretest of 23 subjects (Bland & Altman 1986, mini meter against large meter, l/min), first readings.
large <- c(494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
mini <- c(512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)
d <- large - mini
n <- length(d); t <- qt(0.975, n - 1)
seLimit <- sd(d) * sqrt(1 / n + 1.96^2 / (2 * (n - 1)))
lo <- mean(d) - 1.96 * sd(d); up <- mean(d) + 1.96 * sd(d)
write_json(list(
  source = "numDeriv::grad on the multinomial; stats::mcnemar.test, binom.test, prop.test, t.test",
  coefficients = coefficients, mcnemar = mcnemar, specific = specific,
  blandAltman = list(difference = d, bias = c(mean(d), as.vector(t.test(d)$conf.int)), sd = sd(d), lower = c(lo, lo - t * seLimit, lo + t * seLimit), upper = c(up, up - t * seLimit, up + t * seLimit))
), "oracles/agreement/fixture.json", digits = NA, auto_unbox = TRUE)
