# The whole design carried out anew in resamples of patients within each arm: glm propensity, ATT weights, weighted Cox; risk difference beside it. Ten resamples
# with their rows (1-based), their standard deviation and quantiles (type 7). Made-up data. Run from the project root: Rscript oracles/bootstrap-design/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
set.seed(20240712)
n <- 150
x1 <- round(rnorm(n, 60, 9), 1); x2 <- rbinom(n, 1, 0.4)
trial <- rbinom(n, 1, plogis(-0.6 + 0.04 * (x1 - 60) + 0.7 * x2))
latent <- rexp(n, exp(-6.3 + 0.03 * (x1 - 60) - 0.4 * trial)); cens <- runif(n, 200, 1500)
d <- data.frame(x1, x2, trial, time = pmax(1, ceiling(pmin(latent, cens))), status = as.integer(latent <= cens), y = rbinom(n, 1, plogis(-0.4 + 0.5 * trial)))
tight <- glm.control(epsilon = 1e-15, maxit = 100)
estimate <- function(d) {
  e <- fitted(glm(trial ~ x1 + x2, binomial, d, control = tight))
  d$w <- ifelse(d$trial == 1, 1, e / (1 - e))
  fit <- coxph(Surv(time, status) ~ trial, d, weights = w, control = coxph.control(eps = 1e-12, iter.max = 100, toler.chol = 1e-13))
  rate <- function(k) sum((d$w * d$y)[d$trial == k]) / sum(d$w[d$trial == k])
  c(log_hazard_ratio = coef(fit)[[1]], risk_difference = rate(1) - rate(0))
}
rows <- lapply(1:10, function(r) sort(c(sample(which(trial == 0), replace = TRUE), sample(which(trial == 1), replace = TRUE))))
values <- sapply(rows, function(i) estimate(d[i, ]))
write_json(list(
  source = "stats::glm, survival 3.5-3 coxph, quantile(type = 7)", x1 = x1, x2 = x2, trial = trial, time = d$time, status = d$status, y = d$y,
  rows = rows, log_hazard_ratio = values[1, ], risk_difference = values[2, ],
  sd = sd(values[1, ]), quantiles = unname(quantile(values[1, ], c(0.025, 0.975)))
), "oracles/bootstrap-design/fixture.json", digits = NA, auto_unbox = TRUE)
