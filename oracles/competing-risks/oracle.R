# Competing events in two arms: Fine-Gray with the censoring distribution within each arm, Efron and Breslow, Gray's score, written out from Fine & Gray 1999
# and Gray 1988 and held against survival (below). Standard errors: each patient's weight is moved and everything refitted, central differences with one
# Richardson step. Cumulative incidence at a day: survfit of a multi-state Surv.
# Made-up data with tied whole-day times and ATT-like weights. Rscript oracles/competing-risks/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
set.seed(20250402)
n <- 160
a <- rbinom(n, 1, 0.45)
t1 <- rexp(n, exp(-6.2 - 0.5 * a)); t2 <- rexp(n, exp(-6.9 + 0.2 * a)); cens <- runif(n, 100, ifelse(a == 1, 900, 1400))
time <- pmax(1, ceiling(pmin(t1, t2, cens) / 14) * 14)
cause <- ifelse(cens < pmin(t1, t2), 0, ifelse(t1 < t2, 1, 2))
w <- ifelse(a == 1, 1, round(runif(n, 0.2, 2.5), 3))
d <- data.frame(time, a, w, state = factor(cause, 0:2, c("censored", "one", "two")), id = seq_len(n))
ctrl <- coxph.control(eps = 1e-12, iter.max = 100, toler.chol = 1e-13)
G_before <- function(v, s) { # left limit of the censoring Kaplan-Meier of arm s, events before censorings
  own <- a == s
  ct <- sort(unique(time[own & cause == 0]))
  jump <- sapply(ct, function(t) sum(v[own & cause == 0 & time == t]) / sum(v[own & (time > t | (time == t & cause == 0))]))
  function(t) prod(1 - jump[ct < t])
}
days <- sort(unique(time[cause == 1]))
risk <- function(v) sapply(0:1, function(s) {
  G <- G_before(v, s); own <- a == s
  g_own <- sapply(time, G)
  sapply(days, function(t) sum(v[own & time >= t]) + sum((v / g_own)[own & cause == 2 & time < t]) * G(t))
})
died <- function(v, s) sapply(days, function(t) sum(v[a == s & cause == 1 & time == t]))
score <- function(v) { R <- risk(v); d1 <- died(v, 1); dd <- d1 + died(v, 0); sum(d1 - dd * R[, 2] / rowSums(R)) }
breslow <- function(v) {
  R <- risk(v); d1 <- died(v, 1); dd <- d1 + died(v, 0)
  uniroot(function(b) sum(d1 - dd * exp(b) * R[, 2] / (exp(b) * R[, 2] + R[, 1])), c(-5, 5), tol = 1e-15)$root
}
efron <- function(v) { # k-th of m tied events: mean weight, risk less k/m of the events' own
  R <- risk(v); d1 <- died(v, 1); d0 <- died(v, 0); m <- sapply(days, function(t) sum(cause == 1 & time == t))
  f <- function(b) sum(d1 - mapply(function(r0, r1, e0, e1, k) { g <- (seq_len(k) - 1) / k; (e0 + e1) / k * sum(exp(b) * (r1 - g * e1) / (exp(b) * (r1 - g * e1) + r0 - g * e0)) }, R[, 1], R[, 2], d0, d1, m))
  uniroot(f, c(-5, 5), tol = 1e-15)$root
}
# finegray updates a stratum's weights at the stratum's own event times only, so it cannot give two arms with censoring distributions of their own in one
# risk set. Held against it: the same code with the pooled distribution. Held against Gray (1988): R = n (1 - F(t-))/S(t-) by survfit within each arm.
fit <- function(data, ties) coef(coxph(Surv(fgstart, fgstop, fgstatus) ~ a, data, weights = fgwt, ties = ties, control = ctrl))[[1]]
pooled <- finegray(Surv(time, state) ~ a, data = d, etype = "one", id = id)
within_arm <- G_before
G_before <- function(v, s) {
  ct <- sort(unique(time[cause == 0]))
  jump <- sapply(ct, function(t) sum(v[cause == 0 & time == t]) / sum(v[time > t | (time == t & cause == 0)]))
  function(t) prod(1 - jump[ct < t])
}
one <- rep(1, n)
stopifnot(abs(fit(pooled, "breslow") - breslow(one)) < 1e-12, abs(fit(pooled, "efron") - efron(one)) < 1e-12)
G_before <- within_arm
for (v in list(one, w)) for (s in 0:1) {
  own <- cbind(d, v)[a == s, ]; f <- survfit(Surv(time, state) ~ 1, own, weights = v, id = id)
  left <- function(m, t, start) { j <- sum(f$time < t); if (j == 0) start else m[j] }
  R <- sapply(days, function(t) sum(v[a == s & time >= t]) * (1 - left(f$pstate[, 2], t, 0)) / left(f$pstate[, 1], t, 1))
  stopifnot(max(abs(R - risk(v)[, s + 1])[is.finite(R)]) < 1e-10)
}
slope <- function(f, step = 2e-3) { g <- function(s) (f(s) - f(-s)) / (2 * s); (4 * g(step / 2) - g(step)) / 3 }
ij <- function(f, v) sqrt(sum(sapply(seq_len(n), function(i) slope(function(s) f(replace(v, i, v[i] * (1 + s)))))^2))
incidence <- function(v, s, at) {
  own <- data.frame(time, state = d$state, id = d$id, v)[a == s, ]
  f <- survfit(Surv(time, state) ~ 1, own, weights = v, id = id); k <- sum(f$time <= at); c(f$pstate[k, 2], f$std.err[k, 2])
}
day <- 420
case <- function(v) {
  u <- score(v); sd <- ij(score, v)
  list(breslow = breslow(v), breslow_se = ij(breslow, v), efron = efron(v), efron_se = ij(efron, v), score = u, gray = (u / sd)^2,
    incidence = lapply(1:0, function(s) { x <- incidence(v, s, day); list(estimate = x[1], se = x[2]) }))
}
write_json(list(source = "survival 3.5-3 finegray, coxph, survfit; numeric derivatives", day = day, time = time, cause = cause, arm = a, weight = w,
  plain = case(one), weighted = case(w)),
  "oracles/competing-risks/fixture.json", digits = NA, auto_unbox = TRUE)
