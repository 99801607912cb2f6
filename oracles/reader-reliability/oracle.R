# Reliability of readers: mean squares of the two-way layout by anova(lm), ICC(2,1) and its interval by the formulas of Shrout & Fleiss 1979 with qf;
# within-subject coefficient of variation by tapply, its interval by qchisq.
# Run from the project root: Rscript oracles/reader-reliability/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
exact <- function(x) { x[] <- as.numeric(sprintf("%.15g", x)); x }

case <- function(name, x, level = 0.95) {
  n <- nrow(x); k <- ncol(x)
  long <- data.frame(y = as.vector(t(x)), subject = factor(rep(1:n, each = k)), reader = factor(rep(1:k, n)))
  ms <- anova(lm(y ~ subject + reader, long))[["Mean Sq"]]
  B <- ms[1]; J <- ms[2]; E <- ms[3]
  icc <- (B - E) / (B + (k - 1) * E + k * (J - E) / n)
  Fj <- J / E
  v <- (k - 1) * (n - 1) * (k * icc * Fj + n * (1 + (k - 1) * icc) - k * icc)^2 /
    ((n - 1) * k^2 * icc^2 * Fj^2 + (n * (1 + (k - 1) * icc) - k * icc)^2)
  a <- 1 - (1 - level) / 2
  f1 <- qf(a, n - 1, v); f2 <- qf(a, v, n - 1)
  variance <- tapply(long$y, long$subject, var); mean <- tapply(long$y, long$subject, mean)
  cv <- sqrt(mean(variance / mean^2)); df <- n * (k - 1)
  list(name = name, n = n, k = k, level = level, x = long$y, icc = icc,
       iccLimits = c(n * (B - f1 * E) / (f1 * (k * J + (k * n - k - n) * E) + n * B),
                     n * (f2 * B - E) / (k * J + (k * n - k - n) * E + n * f2 * B)),
       cv = cv, cvLimits = cv * sqrt(df / qchisq(c(a, 1 - a), df)))
}

set.seed(20241125)
sums <- function(n, k, spread, error, shift) {
  truth <- exp(rnorm(n, 4, spread))
  exact(round(sapply(seq_len(k), function(j) truth * exp(rnorm(n, 0, error)) + shift * (j - 1)), 1))
}
write_json(list(
  source = "stats::anova(lm), stats::qf, stats::qchisq",
  cases = list(
    # Shrout & Fleiss 1979, table 2: published ICC(2,1) 0.29.
    case("six subjects of four judges, as published", matrix(c(9, 6, 8, 7, 10, 6, 2, 1, 4, 1, 5, 2, 5, 3, 6, 2, 6, 4, 8, 2, 8, 6, 9, 7), 6)),
    case("120 sums of two readers", sums(120, 2, 0.5, 0.08, 0)),
    case("40 sums of three readers, one of them larger", sums(40, 3, 0.4, 0.15, 6), 0.9),
    case("readers who do not agree at all", exact(round(matrix(runif(60, 10, 90), 30), 1)))
  )
), "oracles/reader-reliability/fixture.json", digits = NA, auto_unbox = TRUE)
