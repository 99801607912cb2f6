# MaxCombo by its definition: Fleming–Harrington statistics and their covariance summed over event times in plain R, the largest |z|
# referred to its normal distribution by nested integrate(). Where survdiff has the statistic (gamma 0) it is checked against it.
# The three-weight test is singular of rank 2, since w(0,0) = w(0,1) + w(1,0).
# Run from the project root: Rscript oracles/max-combo/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})

statistics <- function(d, weights) {
  k <- nrow(weights)
  U <- numeric(k); V <- matrix(0, k, k)
  for (s in unique(d$stratum)) {
    e <- d[d$stratum == s, ]
    S <- 1
    for (t in sort(unique(e$time[e$status == 1]))) {
      n <- sum(e$time >= t); n1 <- sum(e$time >= t & e$group == 1)
      died <- sum(e$time == t & e$status == 1); d1 <- sum(e$time == t & e$status == 1 & e$group == 1)
      w <- S^weights$rho * (1 - S)^weights$gamma
      U <- U + w * (d1 - died * n1 / n)
      if (n > 1) V <- V + outer(w, w) * died * (n - died) / (n - 1) * n1 * (n - n1) / n^2
      S <- S * (1 - died / n)
    }
  }
  for (i in which(weights$gamma == 0)) {
    reference <- survdiff(Surv(time, status) ~ group + strata(stratum), d, rho = weights$rho[i])$chisq
    stopifnot(abs(U[i]^2 / V[i, i] / reference - 1) < 1e-10)
  }
  list(z = U / sqrt(diag(V)), correlation = cov2cor(V))
}

# P(|Z_j| <= m for all j): Z = A Y, Y of the given rank, the columns of A from the eigenvectors.
cube <- function(R, m, rank) {
  e <- eigen(R, symmetric = TRUE)
  A <- e$vectors[, 1:rank, drop = FALSE] %*% diag(sqrt(e$values[1:rank]), rank)
  # The interval of the last Y given the others (a row per variable, a column per point), and its probability.
  last <- function(given) {
    a <- A[, rank]
    one <- (-m - given) / a; other <- (m - given) / a
    low <- do.call(pmax, asplit(pmin(one, other), 1)); high <- do.call(pmin, asplit(pmax(one, other), 1))
    pmax(0, pnorm(pmax(low, high)) - pnorm(low))
  }
  piece <- function(f, from, to) integrate(f, from, to, rel.tol = 1e-12, abs.tol = 1e-14, subdivisions = 2000, stop.on.error = FALSE)$value
  pieces <- function(f, cuts) sum(sapply(seq_along(cuts[-1]), function(i) piece(f, cuts[i], cuts[i + 1])))
  # The bounds of the last Y are straight lines in the one before it; where two cross, the bound in force may change: a kink.
  crossings <- function(given, slope) {
    a <- A[, rank]
    at <- c((-m - given) / a, (m - given) / a); by <- rep(-slope / a, 2)
    y <- outer(at, at, "-") / t(outer(by, by, "-"))
    y <- sort(unique(y[is.finite(y) & abs(y) < 8.5]))
    c(-8.5, y, 8.5)
  }
  if (rank == 2) {
    pieces(function(x) dnorm(x) * last(outer(A[, 1], x)), crossings(0, A[, 1]))
  } else {
    given <- function(x) {
      pieces(function(y) dnorm(y) * last(A[, 1] * x + outer(A[, 2], y)), crossings(A[, 1] * x, A[, 2]))
    }
    pieces(Vectorize(function(x) dnorm(x) * given(x)), seq(-8.5, 8.5, by = 0.5))
  }
}

case <- function(name, d, weights, rank) {
  s <- statistics(d, weights)
  m <- max(abs(s$z))
  list(name = name, data = d, rho = weights$rho, gamma = weights$gamma, z = s$z, correlation = c(s$correlation), maximum = m, p = 1 - cube(s$correlation, m, rank))
}

three <- data.frame(rho = c(0, 0, 1), gamma = c(0, 1, 0))
four <- rbind(three, data.frame(rho = 1, gamma = 1))
v <- with(veteran, data.frame(time, status, group = trt - 1, stratum = 0))
l <- with(lung, data.frame(time, status = status - 1, group = sex - 1, stratum = 0))
ls <- transform(l, stratum = ifelse(is.na(lung$ph.ecog), 9, lung$ph.ecog))
write_json(list(
  source = "Fleming & Harrington 1991; stats::integrate; checked against survival::survdiff; data survival::lung, veteran",
  cases = list(
    case("veteran by treatment, three weights", v, three, 2), case("veteran by treatment, four weights", v, four, 3),
    case("lung by sex, three weights", l, three, 2), case("lung by sex, four weights", l, four, 3),
    case("lung by sex, strata, three weights", ls, three, 2)
  )
), "oracles/max-combo/fixture.json", dataframe = "columns", digits = NA, auto_unbox = TRUE)
