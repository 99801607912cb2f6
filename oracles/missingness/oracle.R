# Little's test of missing completely at random, by hand: EM row by row (each row's missing values and their conditional covariance filled in), until nothing
# moves by 1e-14; that the end is a maximum is checked by the numerical gradient of the observed log-likelihood. Then d² with Σ n/(n − 1), pchisq.
# Run from the project root: Rscript oracles/missingness/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(jsonlite); library(numDeriv)})
exact <- function(x) { x[] <- as.numeric(sprintf("%.15g", x)); x }

em <- function(x) {
  n <- nrow(x); p <- ncol(x)
  mu <- colMeans(x, na.rm = TRUE); sigma <- diag(apply(x, 2, var, na.rm = TRUE))
  for (step in 1:50000) {
    filled <- matrix(0, n, p); rest <- matrix(0, p, p)
    for (i in 1:n) {
      m <- is.na(x[i, ]); o <- !m
      filled[i, o] <- x[i, o]
      if (any(m)) {
        b <- sigma[m, o, drop = FALSE] %*% solve(sigma[o, o])
        filled[i, m] <- mu[m] + b %*% (x[i, o] - mu[o])
        rest[m, m] <- rest[m, m] + sigma[m, m] - b %*% sigma[o, m, drop = FALSE]
      }
    }
    nextMu <- colMeans(filled)
    d <- sweep(filled, 2, nextMu)
    nextSigma <- (crossprod(d) + rest) / n
    scale <- sqrt(diag(nextSigma))
    moved <- max(abs(nextMu - mu) / scale, abs(nextSigma - sigma) / outer(scale, scale))
    mu <- nextMu; sigma <- nextSigma
    if (moved < 1e-14) break
  }
  list(mu = mu, sigma = sigma)
}
loglik <- function(theta, x) {
  p <- ncol(x); mu <- theta[1:p]; L <- matrix(0, p, p); L[lower.tri(L, TRUE)] <- theta[-(1:p)]
  sigma <- L %*% t(L)
  sum(apply(x, 1, function(row) {
    o <- !is.na(row); s <- sigma[o, o, drop = FALSE]; d <- row[o] - mu[o]
    -0.5 * (log(det(s)) + sum(d * solve(s, d)))
  }))
}
case <- function(name, x) {
  x <- x[rowSums(!is.na(x)) > 0, ]
  n <- nrow(x); p <- ncol(x)
  fit <- em(x)
  L <- t(chol(fit$sigma))
  gradient <- grad(function(theta) loglik(theta, x), c(fit$mu, L[lower.tri(L, TRUE)]))
  stopifnot(max(abs(gradient)) < 1e-5)
  key <- apply(is.na(x), 1, paste, collapse = " ")
  sigma <- fit$sigma * n / (n - 1)
  d2 <- 0; observed <- 0
  for (pattern in unique(key)) {
    rows <- x[key == pattern, , drop = FALSE]; o <- !is.na(rows[1, ])
    apart <- colMeans(rows[, o, drop = FALSE]) - fit$mu[o]
    d2 <- d2 + nrow(rows) * sum(apart * solve(sigma[o, o, drop = FALSE], apart))
    observed <- observed + sum(o)
  }
  columns <- lapply(1:p, function(j) ifelse(is.na(x[, j]), 0, x[, j]))
  list(name = name, n = n, columns = columns, missing = lapply(1:p, function(j) as.integer(is.na(x[, j]))),
       chiSquared = d2, df = observed - p, p = pchisq(d2, observed - p, lower.tail = FALSE), patterns = length(unique(key)))
}
set.seed(20241126)
correlated <- function(n) {
  a <- rnorm(n); b <- 0.6 * a + rnorm(n, 0, 0.8); c <- 40 + 9 * (0.4 * a - 0.3 * b + rnorm(n))
  x <- cbind(60 + 10 * a, b, c, as.integer(a + rnorm(n) > 0))
  matrix(exact(round(x, 3)), n)
}
holes <- function(x, share, because) {
  for (j in seq_along(share)) {
    chance <- share[j] * (if (because) 2 * plogis((x[, 1] - 60) / 5) else 1)
    x[runif(nrow(x)) < chance, ncol(x) + 1 - j] <- NA
  }
  x
}
monotone <- function(x) { x[1:40, 4] <- NA; x[1:25, 3] <- NA; x[1:10, 2] <- NA; x }
write_json(list(
  source = "EM row by row in base R, checked by numDeriv::grad",
  cases = list(
    case("missing by chance", holes(correlated(200), c(0.2, 0.15, 0.1), FALSE)),
    case("missing more often where the first column is large", holes(correlated(250), c(0.3, 0.2, 0.1), TRUE)),
    case("nested patterns", monotone(correlated(120)))
  )
), "oracles/missingness/fixture.json", digits = NA, auto_unbox = TRUE)
