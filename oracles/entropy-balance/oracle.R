# Entropy balancing is raking: survey::calibrate(calfun = "raking") brings base weights to given totals with the least Kullback–Leibler
# divergence. Epsilon is set so that its iteration ends at rounding.
# Run from the project root: Rscript oracles/entropy-balance/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival); library(survey) })
source("oracles/logistic/breast.R")

raked <- function(X, means, base) {
  total <- sum(base)
  # Centred and scaled columns: raking does not depend on the coding, its convergence does.
  Z <- as.data.frame(sweep(sweep(X, 2, means), 2, apply(X, 2, sd), "/"))
  names(Z) <- paste0("z", seq_along(Z))
  design <- svydesign(ids = ~1, weights = ~base, data = cbind(Z, base = base))
  formula <- reformulate(names(Z))
  population <- setNames(c(total, rep(0, ncol(Z))), c("(Intercept)", names(Z)))
  fit <- calibrate(design, formula, population, calfun = "raking", epsilon = 1e-13, maxit = 200)
  w <- weights(fit)
  stopifnot(max(abs(colSums(w * Z)) / total) < 1e-12)
  w
}

d <- breast()
X <- model.matrix(breast_model, d)[, -1]
X <- cbind(X, age2 = d$age^2)
t <- d$treated
base <- 0.5 + (seq_len(nrow(d)) %% 5) / 4

att <- raked(X[t == 0, ], colMeans(X[t == 1, ]), rep(sum(t) / sum(t == 0), sum(t == 0)))
att_base <- raked(X[t == 0, ], apply(X[t == 1, ], 2, weighted.mean, base[t == 1]), base[t == 0] * sum(base[t == 1]) / sum(base[t == 0]))
simple <- colnames(X) != "age2"
ate <- numeric(nrow(d))
for (arm in 0:1) ate[t == arm] <- raked(X[t == arm, simple], colMeans(X[, simple]), rep(1, sum(t == arm)))

write_json(
  list(
    source = "R survey::calibrate(calfun = \"raking\") 4.1-1; data survival::gbsg, survival::rotterdam",
    names = colnames(X), columns = unname(as.list(as.data.frame(unname(X)))), treated = t, base = base,
    controls = list(att = unname(att), attBase = unname(att_base)), ate = ate
  ),
  "oracles/entropy-balance/fixture.json", digits = NA, auto_unbox = TRUE
)
