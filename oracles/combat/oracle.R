# ComBat written out from Johnson, Li & Rabinovic 2007 (Biostatistics 8:118), section 3, with lm() for the location and scale model and the fixed point of the two
# conditional modes iterated until it stands still. Each feature is standardised on the rows that have it. Held once against sva 3.46.0's ComBat (par.prior = TRUE,
# its convergence limit set from 1e-4 to 1e-13) on the location-scale cases without missing values: equal to 1e-14. Its mean.only differs: it shrinks every batch as
# if it held one row.
# The effect of batches before and after: anova of lm with and without them.
# Run from the project root: Rscript oracles/combat/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))

combat <- function(Y, batch, X, adjust = "location-scale") {
  G <- ncol(Y)
  level <- sort(unique(batch))
  Z <- expected <- matrix(NA_real_, nrow(Y), G)
  sigma <- numeric(G)
  for (g in seq_len(G)) {
    known <- !is.na(Y[, g])
    B <- outer(batch[known], level, "==") * 1
    D <- cbind(B, X[known, , drop = FALSE])
    fit <- lm.fit(D, Y[known, g])
    stopifnot(fit$rank == ncol(D))
    beta <- fit$coefficients
    alpha <- sum(colMeans(B) * beta[seq_along(level)])
    expected[known, g] <- alpha + X[known, , drop = FALSE] %*% beta[-seq_along(level)]
    sigma[g] <- sqrt(mean(fit$residuals^2))
    Z[known, g] <- (Y[known, g] - expected[known, g]) / sigma[g]
  }
  out <- Y
  location <- scale <- matrix(NA_real_, length(level), G)
  for (i in seq_along(level)) {
    Zi <- Z[batch == level[i], , drop = FALSE]
    n <- colSums(!is.na(Zi))
    g_hat <- colMeans(Zi, na.rm = TRUE)
    d_hat <- apply(Zi, 2, var, na.rm = TRUE)
    g_bar <- mean(g_hat)
    t2 <- var(g_hat)
    if (adjust == "location") {
      d <- rep(1, G)
      gamma <- (n * t2 * g_hat + d * g_bar) / (n * t2 + d)
    } else {
      V <- mean(d_hat)
      S2 <- var(d_hat)
      lambda <- (V^2 + 2 * S2) / S2
      theta <- (V^3 + V * S2) / S2
      gamma <- g_hat
      d <- d_hat
      for (step in 1:100000) {
        old <- c(gamma, d)
        gamma <- (n * t2 * g_hat + d * g_bar) / (n * t2 + d)
        d <- (theta + colSums(sweep(Zi, 2, gamma)^2, na.rm = TRUE) / 2) / (n / 2 + lambda - 1)
        if (max(abs(c(gamma, d) - old)) < 1e-15) break
      }
    }
    location[i, ] <- gamma
    scale[i, ] <- d
    here <- batch == level[i]
    out[here, ] <- sweep(sweep(sweep(Zi, 2, gamma), 2, sqrt(d), "/"), 2, sigma, "*") + expected[here, ]
  }
  list(adjusted = out, location = location, scale = scale)
}

effect <- function(y, batch, X) {
  known <- !is.na(y)
  y <- y[known]
  X <- X[known, , drop = FALSE]
  base <- if (ncol(X) > 0) lm(y ~ X) else lm(y ~ 1)
  a <- anova(base, update(base, . ~ . + factor(batch[known])))
  c(f = a$F[2], p = a$`Pr(>F)`[2], etaSquared = a$`Sum of Sq`[2] / a$RSS[1])
}

# Patients of two arms on scanners that both arms used unequally; features with an arm difference, an age slope, and scanner shifts and spreads.
simulate <- function(seed, sizes, G, shared = TRUE) {
  set.seed(seed)
  batch <- rep(seq_along(sizes) - 1, sizes)
  n <- length(batch)
  arm <- rbinom(n, 1, c(0.7, 0.4, 0.2, 0.5, 0.6)[batch + 1])
  age <- rnorm(n, 63 - 2 * batch, 9)
  truth <- rnorm(G, 0, 0.5)
  Y <- sapply(seq_len(G), function(g) {
    shift <- rnorm(length(sizes), c(0, 1.5, -1, 0.5, -2)[seq_along(sizes)], 0.4)
    spread <- sqrt(1 / rgamma(length(sizes), 8, 8))
    10^(g %% 4) * (5 + truth[g] * arm + 0.03 * age + shift[batch + 1] + spread[batch + 1] * rnorm(n))
  })
  list(Y = Y, batch = batch, X = cbind(arm, age))
}

case <- function(d, adjust = "location-scale", X = d$X) {
  fit <- combat(d$Y, d$batch, X, adjust)
  columns <- function(m) unname(as.list(as.data.frame(unname(m))))
  list(
    features = columns(d$Y), batch = d$batch, columns = columns(X), adjust = adjust,
    adjusted = columns(fit$adjusted), location = fit$location, scale = fit$scale,
    before = lapply(seq_len(ncol(d$Y)), function(g) as.list(effect(d$Y[, g], d$batch, X))),
    after = lapply(seq_len(ncol(d$Y)), function(g) as.list(effect(fit$adjusted[, g], d$batch, X)))
  )
}

three <- simulate(11, c(40, 25, 35), 8)
gaps <- simulate(12, c(30, 22, 18, 12), 6)
gaps$Y[cbind(sample(nrow(gaps$Y), 25), sample(6, 25, TRUE))] <- NA
small <- simulate(13, c(6, 5, 4), 3)
fixture <- list(
  source = "lm and the written-out fixed point of Johnson, Li & Rabinovic 2007",
  cases = list(
    threeScanners = case(three),
    threeScannersLocation = case(three, "location"),
    nothingProtected = case(three, X = three$X[, FALSE, drop = FALSE]),
    missingValues = case(gaps),
    small = case(small)
  )
)
write_json(fixture, "oracles/combat/fixture.json", digits = NA, auto_unbox = TRUE, na = "null")
