# Firth's penalised logistic regression as the fixed point of ordinary glm fits on augmented data (Heinze & Schemper 2002, section 2):
# each row also enters with the other outcome, weights w + h/2 and h/2 with the leverages h of the present fit.
# Run from the project root: Rscript oracles/firth/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
source("oracles/logistic/breast.R")
data("lalonde", package = "MatchIt")

leverage <- function(X, beta, w) {
  mu <- plogis(drop(X %*% beta))
  R <- qr.R(qr(X * sqrt(w * mu * (1 - mu))))
  w * mu * (1 - mu) * rowSums(backsolve(R, t(X), transpose = TRUE)^2 |> t())
}

firth <- function(X, y, w = rep(1, length(y))) {
  # Scaled columns for glm's own iterations; the penalty does not depend on the coding.
  S <- apply(X, 2, function(x) max(abs(x)))
  Z <- sweep(X, 2, S, "/")
  beta <- numeric(ncol(Z))
  for (step in 1:2000) {
    h <- leverage(Z, beta, w)
    fit <- suppressWarnings(glm.fit(rbind(Z, Z), c(y, 1 - y), c(w + h / 2, h / 2), start = beta,
                                    family = binomial(), control = glm.control(epsilon = 1e-15, maxit = 100)))
    moved <- max(abs(fit$coefficients - beta))
    beta <- fit$coefficients
    if (moved < 1e-13 * max(1, abs(beta))) break
  }
  stopifnot(step < 2000)
  mu <- plogis(drop(Z %*% beta))
  score <- colSums(Z * (w * (y - mu) + leverage(Z, beta, w) * (0.5 - mu)))
  stopifnot(max(abs(score)) < 1e-9)
  beta <- beta / S
  information <- crossprod(X * sqrt(w * mu * (1 - mu)))
  log_likelihood <- sum(w * (y * log(mu) + (1 - y) * log1p(-mu)))
  list(
    columns = unname(as.list(as.data.frame(unname(X)))), y = y, weight = if (all(w == 1)) NULL else w, beta = unname(beta),
    covariance = unname(diag(1 / S) %*% solve(information / outer(S, S)) %*% diag(1 / S)),
    penalised = log_likelihood + as.numeric(determinant(information)$modulus) / 2
  )
}

d <- breast()
d$grade1 <- as.numeric(d$grade == 1)
separated <- model.matrix(update(breast_model, ~ . + grade1), d)
X <- model.matrix(treat ~ age + educ + race + married + nodegree + re74 + re75, lalonde)
small <- c(1:12, 301:330)
write_json(
  list(
    source = "R glm on augmented data, iterated to its fixed point",
    cases = list(
      breastSeparated = firth(separated, d$treated),
      lalonde = firth(X, lalonde$treat),
      lalondeSmall = firth(X[small, c("(Intercept)", "age", "educ", "nodegree")], lalonde$treat[small]),
      lalondeWeighted = firth(X, lalonde$treat, (seq_len(nrow(lalonde)) %% 7 + 1) / 4)
    )
  ),
  "oracles/firth/fixture.json", digits = NA, auto_unbox = TRUE, null = "null"
)
