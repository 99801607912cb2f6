# Weibull regression of interval-censored times by survreg (interval2), turned from the accelerated-failure-time to the hazard form by
# the delta method. Sandwich: differences of each row's log likelihood; survreg's own (robust = TRUE) ignores that weights enter the scores
# squared and differs for interval-censored rows, so it is only a check where rows are exact or right-censored and unweighted. With strata, whose shapes and scales are their own while the hazard ratios are
# shared, survreg has no such model: the likelihood is written out and maximised by nlm, then by Newton's method on differences.
# Run from the project root: Rscript oracles/interval-weibull/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))
control <- survreg.control(rel.tolerance = 1e-14, maxiter = 200)

interval2 <- function(d) Surv(ifelse(d$left == 0, NA, d$left), ifelse(d$rightCensored == 1, NA, d$right), type = "interval2")

# (intercept, slopes, log sigma) -> (log shape, log scale, log hazard ratios).
toHazard <- function(theta, V) {
  p <- length(theta) - 2
  sigma <- exp(theta[p + 2])
  b <- theta[seq_len(p) + 1]
  J <- matrix(0, p + 2, p + 2)
  J[1, p + 2] <- -1
  J[2, 1] <- 1
  for (j in seq_len(p)) { J[2 + j, 1 + j] <- -1 / sigma; J[2 + j, p + 2] <- b[j] / sigma }
  list(parameters = I(c(-theta[p + 2], theta[1], -b / sigma)), covariance = I(c(J %*% V %*% t(J))))
}

# Log likelihood of each row at (intercept, slopes, log sigma).
contributions <- function(d, M, theta) {
  p <- ncol(M)
  H <- function(t) exp((log(t) - theta[1] - drop(M %*% theta[1 + seq_len(p)])) / exp(theta[p + 2]))
  hl <- ifelse(d$left == 0, 0, H(pmax(d$left, 1))); hr <- H(pmax(d$right, 1))
  known <- d$rightCensored == 0 & d$left == d$right
  # Branches not taken may be NaN.
  suppressWarnings(ifelse(d$rightCensored == 1, -hl, ifelse(known, log(hr) - hr - theta[p + 2], -hl + log(-expm1(-(hr - hl))))))
}
# Differences of order 6 of a function of one step.
diff1 <- function(f, h) (45 * (f(h) - f(-h)) - 9 * (f(2 * h) - f(-2 * h)) + f(3 * h) - f(-3 * h)) / (60 * h)
sandwich <- function(d, M, theta, V, w, id) {
  size <- 0.005 / c(1, apply(M, 2, function(x) max(abs(x))), 1)
  U <- sapply(seq_along(theta), function(j) w * diff1(function(h) contributions(d, M, theta + replace(0 * theta, j, h)), size[j]))
  V %*% crossprod(rowsum(U, id)) %*% V
}

case <- function(name, d, X) {
  frame <- data.frame(row = seq_along(d$left))
  for (x in X) frame[[x]] <- d[[x]]
  frame$S <- interval2(d)
  frame$w <- if (is.null(d$weight)) rep(1, length(d$left)) else d$weight
  frame$id <- if (is.null(d$cluster)) seq_along(d$left) else d$cluster
  M <- matrix(as.numeric(unlist(d[X])), nrow(frame), length(X))
  formula <- as.formula(paste("S ~", if (length(X)) paste(X, collapse = " + ") else "1"))
  f <- survreg(formula, frame, weights = w, dist = "weibull", control = control)
  theta <- unname(c(coef(f), log(f$scale)))
  robust <- sandwich(d, M, theta, f$var, frame$w, frame$id)
  if (is.null(d$weight) && all(d$left == d$right | d$rightCensored == 1)) {
    g <- survreg(formula, frame, dist = "weibull", control = control, robust = TRUE)
    stopifnot(max(abs(g$var / robust - 1)) < 1e-6)
  }
  out <- toHazard(theta, f$var)
  list(name = name, data = d, X = I(X), parameters = out$parameters, covariance = out$covariance,
       robustCovariance = toHazard(theta, robust)$covariance, logLikelihood = f$loglik[2])
}

stratified <- function(name, d, X) {
  M <- as.matrix(as.data.frame(d[X])); s <- match(d$stratum, sort(unique(d$stratum))); k <- max(s); w <- d$weight
  H <- function(t, theta) exp(exp(theta[s]) * (log(t) - theta[k + s]) + drop(M %*% theta[-(1:(2 * k))]))
  known <- d$rightCensored == 0 & d$left == d$right
  loglik <- function(theta) {
    hl <- ifelse(d$left == 0, 0, H(pmax(d$left, 1), theta)); hr <- H(pmax(d$right, 1), theta)
    sum(w * suppressWarnings(ifelse(d$rightCensored == 1, -hl, ifelse(known, theta[s] + log(hr) - hr - log(pmax(d$right, 1)), -hl + log(-expm1(-(hr - hl)))))))
  }
  q <- 2 * k + length(X)
  unit <- function(j) replace(numeric(q), j, 1)
  gradient <- function(theta) sapply(1:q, function(j) diff1(function(e) loglik(theta + e * unit(j) * size[j]), 1) / size[j])
  hessian <- function(theta) sapply(1:q, function(j) sapply(1:q, function(i) diff1(function(e) diff1(function(u) loglik(theta + e * unit(j) * size[j] + u * unit(i) * size[i]), 1), 1) / size[j] / size[i]))
  size <- 0.003 / c(rep(1, 2 * k), apply(M, 2, function(x) max(abs(x))))
  theta <- nlm(function(theta) -loglik(theta), c(rep(0, k), rep(log(mean(d$left + 1)), k), rep(0, length(X))), gradtol = 1e-10, steptol = 1e-12, iterlim = 1000)$estimate
  for (i in 1:6) theta <- theta - solve(hessian(theta), gradient(theta))
  list(name = name, data = d, X = I(X), parameters = I(theta), covariance = I(c(solve(-hessian(theta)))), logLikelihood = loglik(theta))
}

set.seed(20240617)
l <- lung[!is.na(lung$ph.ecog), ]
n <- nrow(l)
event <- l$status == 2
visits <- lapply(1:n, function(i) c(0, cumsum(sample(50:70, 20, TRUE))))
before <- sapply(1:n, function(i) max(visits[[i]][visits[[i]] < l$time[i]]))
after <- sapply(1:n, function(i) min(visits[[i]][visits[[i]] >= l$time[i]]))
seen <- list(left = before, right = ifelse(event, after, 0), rightCensored = as.integer(!event))
known <- event & seq_len(n) %% 3 == 0
mixed <- list(left = ifelse(known, l$time, before), right = ifelse(known, l$time, seen$right), rightCensored = seen$rightCensored)
covariates <- list(age = l$age, sex = l$sex, ecog = l$ph.ecog)
weight <- exact(round(rgamma(n, 2, 1.5) + 0.05, 6))
inst <- ifelse(is.na(l$inst), 99, l$inst)
X <- names(covariates)
write_json(list(
  source = "survival::survreg(dist = weibull, rel.tolerance = 1e-14); data survival::lung at simulated visits",
  cases = list(
    case("lung at visits, no covariate", seen, character(0)),
    case("lung at visits", c(seen, covariates), X),
    case("lung at visits, a third of the deaths exact", c(mixed, covariates), X),
    case("lung, right-censored only", c(list(left = l$time, right = l$time, rightCensored = seen$rightCensored), covariates), X),
    case("lung at visits, weighted", c(seen, covariates, list(weight = weight)), X),
    case("lung at visits, weighted, clustered by institution", c(mixed, covariates, list(weight = weight, cluster = inst)), X)
  ),
  stratified = stratified("lung at visits, weighted, strata of sex", c(mixed, covariates[c("age", "ecog")], list(weight = weight, stratum = l$sex)), c("age", "ecog"))
), "oracles/interval-weibull/fixture.json", digits = NA, auto_unbox = TRUE)
