# Two arms whose patients come under observation at or after index, unweighted and weighted: Cox (Efron, Breslow; strata), Kaplan–Meier,
# restricted mean and log-rank on (entry, time]. survdiff has no entry: days are distinct, where the score test of coxph is the log-rank test.
# Run from the project root: Rscript oracles/delayed-entry/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))
set.seed(20240913)
n <- 160
trial <- rep(1:0, c(60, 100))
time <- sample(5:900, n)
status <- rbinom(n, 1, 0.7)
# The trial enters at index; of the others most enter late.
entry <- ifelse(trial == 1, 0, pmax(0, round(runif(n, -60, 250))))
keep <- entry < time
time <- time[keep]; status <- status[keep]; entry <- entry[keep]; trial <- trial[keep]
n <- length(time)
weight <- ifelse(trial == 1, 1, exact(round(rgamma(n, 2, 1.5) + 0.05, 6)))
stratum <- rep_len(1:3, n)
S <- Surv(entry, time, status)
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
cox <- function(ties, w = NULL, strat = FALSE) {
  d <- data.frame(trial, stratum, w = if (is.null(w)) 1 else w, id = seq_len(n))
  f <- if (strat) S ~ trial + strata(stratum) else S ~ trial
  fit <- if (is.null(w)) coxph(f, d, ties = ties, control = control) else coxph(f, d, weights = w, ties = ties, cluster = id, robust = TRUE, control = control)
  list(beta = unname(coef(fit)), se = sqrt(fit$var[1]), score = unname(fit$score))
}
km <- function(side, w, day, tau) {
  f <- survfit(S[trial == side] ~ 1, weights = w[trial == side], conf.type = "log")
  s <- summary(f, times = day)
  t <- c(0, f$time[f$time < tau], tau); level <- c(1, f$surv[f$time < tau])
  list(median = unname(quantile(f, 0.5)$quantile), at = s$surv, lower = s$lower, upper = s$upper, rmst = sum(diff(t) * level))
}
days <- 200
write_json(list(
  source = "survival::coxph, survfit on Surv(entry, time, status)",
  data = list(time = time, status = status, entry = entry, trial = trial, weight = weight, stratum = stratum),
  days = days, tau = 365,
  efron = cox("efron"), breslow = cox("breslow"), stratified = cox("efron", strat = TRUE), weighted = cox("efron", weight),
  logRank = cox("breslow"),
  trial = km(1, rep(1, n), days, 365), control = km(0, rep(1, n), days, 365), weightedControl = km(0, weight, days, 365)
), "oracles/delayed-entry/fixture.json", digits = NA, auto_unbox = TRUE)
# The score test at 0 is the log-rank statistic.
