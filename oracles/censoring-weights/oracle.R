# Inverse-probability-of-censoring weights: within each arm a Cox model of the time to censoring on baseline covariates (Breslow ties, events before
# censorings on one day), stabilised by the arm's Nelson-Aalen hazard, rows split at the event days of both arms; with them, times design
# weights, Cox clustered by patient, Kaplan-Meier with robust standard errors by patient, restricted means with jackknife standard errors (each
# patient's weight moved numerically), survival at a day.
# Run from the project root: Rscript oracles/censoring-weights/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
set.seed(20240927)
n <- 150
trial <- rep(1:0, c(60, 90))
age <- round(rnorm(n, 62, 9))
ecog <- rbinom(n, 1, 0.45)
event <- ceiling(rexp(n, exp(-5.6 + 0.03 * (age - 62) + 0.8 * ecog - 0.4 * trial)))
lost <- ceiling(rexp(n, exp(-6.2 + 0.9 * ecog + 0.02 * (age - 62) + 0.5 * (1 - trial))))
cutoff <- sample(200:900, n, TRUE)
time <- pmin(event, lost, cutoff)
status <- as.integer(event <= pmin(lost, cutoff))
# Censored by new therapy: the losses; the others are administrative.
therapy <- as.integer(status == 0 & lost <= cutoff)
weight <- ifelse(trial == 1, 1, round(rgamma(n, 3, 3) + 0.05, 6))
days <- sort(unique(time[status == 1]))
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)

weigh <- function(censored) {
  out <- NULL
  for (side in 1:0) {
    d <- data.frame(id = seq_len(n), time, status, age, ecog, censored, double = 2 * time + (status == 0))[trial == side, ]
    fit <- coxph(Surv(double, censored) ~ age + ecog, d, ties = "breslow", control = control)
    lp <- as.vector(as.matrix(d[c("age", "ecog")]) %*% coef(fit))
    at <- sort(unique(d$double[d$censored == 1]))
    conditional <- sapply(at, function(t) sum(d$double == t & d$censored == 1) / sum(exp(lp)[d$double >= t]))
    marginal <- sapply(at, function(t) sum(d$double == t & d$censored == 1) / sum(d$double >= t))
    for (i in seq_len(nrow(d))) {
      cuts <- unique(c(days[days < d$time[i]], d$time[i]))
      before <- sapply(cuts, function(s) sum(at < 2 * s))
      H <- c(0, cumsum(conditional))[before + 1] * exp(lp[i]); M <- c(0, cumsum(marginal))[before + 1]
      m <- length(cuts)
      out <- rbind(out, data.frame(id = d$id[i], arm = side, start = c(0, cuts[-m]), stop = cuts,
        event = c(rep(0, m - 1), d$status[i]), factor = exp(H - M), onEventDay = as.integer(cuts %in% days)))
    }
  }
  out
}
restricted <- function(d, w, tau) {
  # d is ordered by stop; sums by hand, since survfit refuses weights of 0.
  t <- sort(unique(d$stop[d$event == 1 & d$stop <= tau]))
  S <- cumprod(1 - sapply(t, function(s) sum(w[d$stop == s & d$event == 1]) / sum(w[d$start < s & d$stop >= s])))
  sum(diff(c(0, t, tau)) * c(1, S))
}
jackknife <- function(value, d, w) {
  phi <- sapply(unique(d$id), function(i) {
    h <- 1e-4
    move <- function(e) value(d, ifelse(d$id == i, w * (1 + e), w))
    # Five-point rule for d/d(case weight).
    (8 * (move(h) - move(-h)) - (move(2 * h) - move(-2 * h))) / (12 * h)
  })
  sqrt(sum(phi^2))
}
analyse <- function(censored, design, tau, day, largest = Inf) {
  d <- weigh(censored)
  capped <- pmin(d$factor, largest)
  d$w <- capped * design[d$id]
  cox <- coxph(Surv(start, stop, event) ~ arm, d, weights = w, cluster = id, ties = "efron", control = control)
  zph <- cox.zph(cox, transform = "km")$table
  arm <- function(side) {
    own <- d[d$arm == side, ]
    f <- survfit(Surv(start, stop, event) ~ 1, own, weights = w, id = id, robust = TRUE, conf.type = "log")
    s <- summary(f, times = day)
    on <- own$onEventDay == 1
    x <- sort(rep(capped[d$arm == side][on], 1))
    list(median = unname(quantile(f, 0.5)$quantile), at = s$surv, se = s$std.err, lower = s$lower, upper = s$upper,
      rmst = restricted(own, own$w, tau), rmstSe = jackknife(function(d, w) restricted(d, w, tau), own, own$w),
      mean = mean(x), least = min(x), most = max(x), p99 = x[ceiling(0.99 * length(x))])
  }
  list(beta = unname(coef(cox)), se = sqrt(cox$var[1]), zph = unname(zph["arm", "chisq"]), trial = arm(1), control = arm(0))
}
any <- 1 - status
write_json(list(
  source = "survival::coxph, survfit on rows split at event days; weights from coxph(ties = breslow) of the censorings",
  data = list(time = time, status = status, therapy = therapy, trial = trial, weight = weight, age = age, ecog = ecog),
  tau = 365, day = 200, largest = 1.5,
  all = analyse(any, rep(1, n), 365, 200),
  weighted = analyse(any, weight, 365, 200),
  cut = analyse(any, weight, 365, 200, 1.5),
  therapy = analyse(therapy, weight, 365, 200)
), "oracles/censoring-weights/fixture.json", digits = NA, auto_unbox = TRUE)
