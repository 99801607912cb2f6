# Semi-parametric proportional hazards of interval-censored times. Three references:
# 1. rows all exact or right-censored: survival::coxph with Breslow's ties, model-based and robust variance, strata, clusters.
# 2. everybody seen at the same visits: a cloglog model of the visits, glm(binomial(cloglog)).
# 3. visits of each patient's own, a third of the events exact: the likelihood written out with dense matrices over Turnbull's intervals
#    (found by brute force), maximised by nlminb over jumps >= 0, ended by Newton's method over the jumps above 0; information and
#    sandwich from its analytic derivatives, the hazard profiled out by Schur's complement.
# Run from the project root: Rscript oracles/interval-cox/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))
set.seed(20240911)

l <- lung[!is.na(lung$ph.ecog), ]
n <- nrow(l)
event <- l$status == 2
weight <- exact(round(rgamma(n, 2, 1.5) + 0.05, 6))
inst <- ifelse(is.na(l$inst), 99, l$inst)

cox <- function(name, X, w = NULL, stratum = NULL, cluster = NULL) {
  frame <- data.frame(time = l$time, event = event, l[X])
  frame$w <- if (is.null(w)) 1 else w
  frame$id <- if (is.null(cluster)) seq_len(n) else cluster
  frame$s <- if (is.null(stratum)) 1 else stratum
  f <- coxph(as.formula(paste("Surv(time, event) ~", paste(X, collapse = " + "), "+ strata(s)")), frame, weights = w, ties = "breslow",
             cluster = id, robust = TRUE, control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50))
  data <- list(left = l$time, right = l$time, rightCensored = as.integer(!event))
  for (x in X) data[[x]] <- l[[x]]
  if (!is.null(w)) data$weight <- w
  if (!is.null(stratum)) data$stratum <- stratum
  if (!is.null(cluster)) data$cluster <- cluster
  list(name = name, data = data, X = I(X), beta = I(unname(coef(f))), covariance = I(c(f$naive.var)), robustCovariance = I(c(f$var)))
}

# Everyone is seen on days 60, 120, ...; those lost are lost after a visit.
grouped <- function(name, X, w) {
  k <- pmin(floor((l$time - 1) / 60), 9)
  seen <- event & k < 9
  rows <- do.call(rbind, lapply(seq_len(n), function(i) {
    if (!seen[i] && k[i] == 0) return(NULL)
    visits <- seq_len(if (seen[i]) k[i] + 1 else k[i])
    data.frame(visit = visits, y = as.integer(seen[i] & visits == k[i] + 1), i = i)
  }))
  frame <- data.frame(rows, l[rows$i, X, drop = FALSE], w = w[rows$i])
  f <- suppressWarnings(glm(as.formula(paste("y ~ 0 + factor(visit) +", paste(X, collapse = " + "))), binomial("cloglog"), frame, weights = w, epsilon = 1e-15, maxit = 100))
  data <- list(left = 60 * k, right = ifelse(seen, 60 * (k + 1), 0), rightCensored = as.integer(!seen), weight = w)
  for (x in X) data[[x]] <- l[[x]]
  b <- coef(f)
  list(name = name, data = data, X = I(X), beta = I(unname(b[X])), hazard = I(unname(exp(b[seq_len(length(b) - length(X))]))))
}

turnbull <- function(d) {
  known <- d$rightCensored == 0 & d$left == d$right
  from <- ifelse(known, 2 * d$left, 2 * d$left + 1)
  to <- ifelse(d$rightCensored == 1, Inf, 2 * d$right)
  starts <- sort(unique(from)); ends <- sort(unique(to))
  pairs <- do.call(rbind, lapply(starts, function(s) { e <- min(ends[ends >= s]); if (any(starts > s & starts <= e)) NULL else c(s, e) }))
  list(from = from, to = to, pairs = pairs, known = known)
}

direct <- function(name, d, X, w, cluster) {
  t <- turnbull(d)
  J <- t$pairs[is.finite(t$pairs[, 2]), , drop = FALSE]
  m <- nrow(J); p <- length(X); M <- as.matrix(as.data.frame(d[X])); M <- sweep(M, 2, colMeans(M))
  before <- outer(t$from, J[, 2], ">"); inside <- outer(t$from, J[, 1], "<=") & outer(t$to, J[, 2], ">=")
  cens <- d$rightCensored == 1
  inside[cens, ] <- FALSE
  stopifnot(any(cens & t$from > max(J[, 2])))
  parts <- function(theta) {
    lambda <- theta[1:m]; a <- exp(drop(M %*% theta[m + 1:p]))
    A <- a * drop(before %*% lambda); D <- a * drop(inside %*% lambda)
    list(a = a, A = A, D = D, odds = ifelse(cens, 0, 1 / expm1(D)))
  }
  loglik <- function(theta) {
    q <- parts(theta)
    own <- drop(inside %*% theta[1:m])
    sum(w * ifelse(cens, -q$A, ifelse(t$known, log(q$a) + log(own) - q$A - q$D, -q$A + log(-expm1(-q$D)))))
  }
  scores <- function(theta) {
    q <- parts(theta); own <- drop(inside %*% theta[1:m])
    before1 <- -q$a * before
    inside1 <- inside * ifelse(t$known, 1 / own - q$a, q$a * q$odds)
    eta <- ifelse(t$known, 1 - q$A - q$D, -q$A + ifelse(cens, 0, q$D * q$odds))
    cbind(before1 + inside1, eta * M)
  }
  gradient <- function(theta) colSums(w * scores(theta))
  start <- c(rep(1 / m, m), rep(0, p))
  f <- nlminb(start, function(x) -loglik(x), function(x) -gradient(x), lower = c(rep(1e-12, m), rep(-Inf, p)), control = list(eval.max = 1e5, iter.max = 1e5, rel.tol = 1e-15, x.tol = 1e-15))
  theta <- f$par
  # Active jumps: those whose gradient does not hold them at 0.
  g <- gradient(theta)
  on <- c(theta[1:m] > 1e-6 | g[1:m] > -1e-3, rep(TRUE, p))
  theta[!on] <- 0
  information <- function(theta) {
    q <- parts(theta); own <- drop(inside %*% theta[1:m])
    bend <- w * ifelse(t$known, 1 / own^2, ifelse(cens, 0, q$a^2 * q$odds * (1 + q$odds)))
    LL <- crossprod(inside * bend, inside)
    mix <- before * q$a + inside * ifelse(t$known, q$a, ifelse(cens, 0, -q$a * q$odds * (1 - q$D * (1 + q$odds))))
    LB <- crossprod(mix, w * M)
    second <- ifelse(t$known, q$A + q$D, q$A - ifelse(cens, 0, q$D * q$odds * (1 - q$D * (1 + q$odds))))
    BB <- crossprod(M, w * second * M)
    rbind(cbind(LL, LB), cbind(t(LB), BB))
  }
  for (i in 1:30) theta[on] <- theta[on] + solve(information(theta)[on, on], gradient(theta)[on])
  g <- gradient(theta)
  stopifnot(all(theta[1:m] >= 0), max(abs(g[on])) < 1e-7, all(g[!on] < 1e-9))
  cat(name, ": jumps", m, "above 0", sum(on) - p, "\n")
  I <- information(theta)[on, on]; V <- solve(I)
  b <- sum(on) - p + 1:p
  U <- rowsum(w * scores(theta)[, on, drop = FALSE], cluster)
  S <- V %*% crossprod(U) %*% V
  list(name = name, data = c(d, list(weight = w, cluster = cluster)), X = I(X), beta = I(theta[m + 1:p]), covariance = I(c(V[b, b])),
       robustCovariance = I(c(S[b, b])), logLikelihood = loglik(theta))
}

visits <- lapply(1:n, function(i) c(0, cumsum(sample(50:70, 20, TRUE))))
before <- sapply(1:n, function(i) max(visits[[i]][visits[[i]] < l$time[i]]))
after <- sapply(1:n, function(i) min(visits[[i]][visits[[i]] >= l$time[i]]))
known <- event & seq_len(n) %% 3 == 0
# Two outlive every interval, so that no jump is infinite.
longest <- order(-l$time)[1:2]
mixed <- list(left = ifelse(known, l$time, before), right = ifelse(known, l$time, ifelse(event, after, 0)), rightCensored = as.integer(!event))
mixed$left[longest] <- 1100; mixed$right[longest] <- 0; mixed$rightCensored[longest] <- 1L
between <- list(left = before, right = ifelse(event, after, 0), rightCensored = as.integer(!event))
between$left[longest] <- 1100; between$right[longest] <- 0; between$rightCensored[longest] <- 1L
covariates <- list(sex = l$sex, ecog = l$ph.ecog)
write_json(list(
  source = "survival::coxph(ties = breslow), glm(binomial(cloglog)), and the likelihood written out; data survival::lung at simulated visits",
  cox = list(
    cox("lung, exact or right-censored", c("age", "sex")),
    cox("lung, exact or right-censored, weighted, strata of sex, clustered by institution", c("age", "ph.ecog"), weight, l$sex, inst)
  ),
  grouped = list(grouped("lung at common visits, weighted", c("sex", "ph.ecog"), weight)),
  direct = list(
    direct("lung at visits", c(between, covariates), c("sex", "ecog"), rep(1, n), seq_len(n)),
    direct("lung at visits, a third of the deaths exact, weighted, clustered by institution", c(mixed, covariates), c("sex", "ecog"), weight, inst)
  )
), "oracles/interval-cox/fixture.json", digits = NA, auto_unbox = TRUE)
