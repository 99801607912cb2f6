# L1-penalised logistic regression: glmnet at thresh 1e-22 for given lambdas, and cv.glmnet with given folds, on two problems: lalonde with squares
# and interactions, and 120 rows of 200 correlated columns (wide: radiomic-like). With own proximal-gradient fits at three lambdas.
# Run from the project root: Rscript oracles/lasso/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(glmnet); library(MatchIt) })
exact <- function(x) as.numeric(sprintf("%.15g", x))
control <- list(thresh = 1e-22, maxit = 1e9)
# Every lambda is fitted, however well the data already are; cv.glmnet cuts probabilities at 1e-5, so the paths end before they matter.
glmnet.control(fdev = 0, devmax = 1)

# FISTA with restarts on -loglik/n + lambda * sum |b|, columns of mean 0 and variance 1 (divisor n); no code shared with glmnet.
proximal <- function(X, y, lambda) {
  Z <- scale(X, scale = FALSE); s <- sqrt(colMeans(Z^2)); Z <- sweep(Z, 2, s, "/")
  n <- nrow(Z); Z1 <- cbind(1, Z)
  L <- max(eigen(crossprod(Z1) / n, symmetric = TRUE, only.values = TRUE)$values) / 4
  b <- w <- c(qlogis(mean(y)), rep(0, ncol(Z))); t <- 1
  for (i in 1:200000) {
    g <- -drop(crossprod(Z1, y - plogis(drop(Z1 %*% w)))) / n
    u <- w - g / L
    new <- c(u[1], sign(u[-1]) * pmax(0, abs(u[-1]) - lambda / L))
    if (sum((w - new) * (new - b)) > 0) t <- 1
    t2 <- (1 + sqrt(1 + 4 * t^2)) / 2
    w <- new + (t - 1) / t2 * (new - b)
    done <- max(abs(new - b)) < 1e-15
    b <- new; t <- t2
    if (done) break
  }
  beta <- b[-1] / s
  list(lambda = lambda, intercept = b[1] - sum(beta * colMeans(X)), beta = beta)
}

problem <- function(X, y, ratio, seed) {
  X <- apply(X, 2, exact)
  n <- nrow(X)
  Z <- scale(X, scale = FALSE); Z <- sweep(Z, 2, sqrt(colMeans(Z^2)), "/")
  most <- max(abs(crossprod(Z, y - mean(y)))) / n
  lambda <- exact(most * ratio^(seq(0, 1, length.out = 25)))
  fit <- do.call(glmnet, c(list(X, y, family = "binomial", lambda = lambda), control))
  set.seed(seed)
  fold <- sample(rep(1:5, length.out = n))
  cv <- do.call(cv.glmnet, c(list(X, y, family = "binomial", lambda = lambda, foldid = fold, type.measure = "deviance"), control))
  list(
    columns = unname(lapply(seq_len(ncol(X)), function(j) X[, j])), y = y, lambda = lambda, lambdaMax = most, ratio = ratio,
    intercept = unname(fit$a0), beta = unname(lapply(seq_along(lambda), function(k) as.numeric(fit$beta[, k]))),
    proximal = lapply(c(7, 13, 19), function(k) c(list(position = k - 1), proximal(X, y, lambda[k]))),
    fold = fold - 1, cvm = unname(cv$cvm), cvsd = unname(cv$cvsd), min = match(cv$lambda.min, lambda) - 1, oneSe = match(cv$lambda.1se, lambda) - 1
  )
}

data("lalonde", package = "MatchIt")
narrow <- model.matrix(~ (age + educ + race + married + nodegree)^2 + I(age^2) + I(educ^2) + re74 + re75, lalonde)[, -1]
set.seed(20240607)
n <- 120; p <- 200
shared <- matrix(rnorm(n * 10), n)
wide <- round(shared[, rep(1:10, length.out = p)] + matrix(rnorm(n * p), n), 3)
y <- rbinom(n, 1, plogis(-0.5 + wide[, 1] - 0.8 * wide[, 2] + 0.5 * wide[, 13]))
write_json(
  list(source = "R glmnet 4.1-6, thresh 1e-22; own proximal gradient",
       problems = list(lalonde = problem(narrow, lalonde$treat, 0.02, 1), wide = problem(wide, y, 0.15, 2))),
  "oracles/lasso/fixture.json", digits = NA, auto_unbox = TRUE
)
