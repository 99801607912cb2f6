# Difference between the arms in the probability of being in response at a day, as an analysis estimates it: progression or death of everyone, time to response of the
# responders, some responses after progression (none counts), some patients without either. The probability is the difference of two survfit curves in each arm.
# Unadjusted and in matched pairs: the infinitesimal-jackknife influences of survfit, summed within a pair. ATT weights: glm; weights taken as known: each patient's weight
# moved alone; weights estimated: each patient's multiplicity moved, propensity model refitted, central differences with one Richardson step.
# Run from the project root: Rscript oracles/in-response-difference/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
set.seed(20241203)
n <- 220
x1 <- round(rnorm(n, 62, 9), 1); x2 <- rbinom(n, 1, 0.4)
a <- rbinom(n, 1, plogis(-0.8 + 0.04 * (x1 - 62) + 0.6 * x2))
responds <- rbinom(n, 1, plogis(-0.4 + 0.7 * a - 0.4 * x2))
response <- ifelse(responds == 1, 42 * (1 + rpois(n, 0.8)) + sample(-3:3, n, TRUE), 0)
free <- ceiling(rexp(n, 1 / 160)) + ifelse(responds == 1, 60, 0)
cens <- ceiling(runif(n, 120, 900))
time <- pmin(free, cens); status <- as.integer(free <= cens)
has <- as.integer(seq_len(n) %% 37 != 5)
days <- c(91, 183)
isFirst <- response > 0 & response <= time
first <- ifelse(isFirst, response, time); firstStatus <- ifelse(isFirst, 1, status)

at <- function(t, s, w, day) { f <- survfit(Surv(t, s) ~ 1, weights = w); c(1, f$surv)[1 + sum(f$time <= day)] }
share <- function(w, arm, day) {
  use <- has == 1 & a == arm & w > 0
  at(time[use], status[use], w[use], day) - at(first[use], firstStatus[use], w[use], day)
}
difference <- function(w, day) share(w, 1, day) - share(w, 0, day)
influence <- function(use, day) {
  of <- function(t, s) {
    f <- survfit(Surv(t, s) ~ 1, influence = 1); last <- sum(f$time <= day)
    if (last == 0) rep(0, length(t)) else f$influence.surv[, last]
  }
  of(time[use], status[use]) - of(first[use], firstStatus[use])
}
z <- qnorm(0.975)
logit <- function(p, se) { half <- z * se / (p * (1 - p)); list(share = p, se = se, lower = plogis(qlogis(p) - half), upper = plogis(qlogis(p) + half)) }
effect <- function(d, se) list(estimate = d, se = se, lower = d - z * se, upper = d + z * se, p = 2 * pnorm(-abs(d / se)))

one <- rep(1, n)
plain <- lapply(days, function(day) {
  arm <- lapply(0:1, function(k) influence(has == 1 & a == k, day))
  s <- sapply(0:1, function(k) share(one, k, day)); se <- sapply(arm, function(i) sqrt(sum(i^2)))
  c(effect(s[2] - s[1], sqrt(sum(se^2))), list(control = logit(s[1], se[1]), trial = logit(s[2], se[2])))
})

# Pairs: the k-th trial patient with the k-th control, as far as both arms go; pairs with a member who lacks the endpoint are dropped whole.
size <- min(sum(a == 1), sum(a == 0))
pair <- rep(-1, n); pair[which(a == 1)[1:size]] <- seq_len(size); pair[which(a == 0)[1:size]] <- seq_len(size)
broken <- unique(pair[pair > 0 & has == 0])
inPairs <- pair > 0 & !(pair %in% broken)
matched <- lapply(days, function(day) {
  own <- rep(0, n)
  own[inPairs & a == 1] <- influence(inPairs & a == 1, day)
  own[inPairs & a == 0] <- -influence(inPairs & a == 0, day)
  effect(difference(as.numeric(inPairs), day), sqrt(sum(rowsum(own[inPairs], pair[inPairs])^2)))
})

X <- cbind(1, x1, x2)
tight <- glm.control(epsilon = 1e-15, maxit = 200)
weigh <- function(m) {
  gamma <- suppressWarnings(glm(a ~ x1 + x2, family = binomial, weights = m, control = tight))$coefficients
  e <- plogis(X %*% gamma)[, 1]
  ifelse(a == 1, 1, e / (1 - e))
}
slope <- function(f, step) { d <- function(s) (f(s) - f(-s)) / (2 * s); (4 * d(step / 2) - d(step)) / 3 }
nudged <- function(i, s) replace(one, i, 1 + s)
w <- weigh(one)
weighted <- lapply(days, function(day) {
  # Weight times derivative is the derivative by the logarithm of the weight, which is that by its multiplicity at 1.
  errors <- function(f) {
    known <- sapply(seq_len(n), function(i) slope(function(s) f(w * nudged(i, s)), 2e-3))
    full <- sapply(seq_len(n), function(i) slope(function(s) { m <- nudged(i, s); f(m * weigh(m)) }, 2e-3))
    c(known = sqrt(sum(known^2)), estimated = sqrt(sum(full^2)))
  }
  d <- difference(w, day); se <- errors(function(u) difference(u, day))
  arm <- lapply(0:1, function(k) logit(share(w, k, day), errors(function(u) share(u, k, day))[["estimated"]]))
  list(known = effect(d, se[["known"]]), estimated = effect(d, se[["estimated"]]), control = arm[[1]], trial = arm[[2]])
})

write_json(list(
  source = "survival 3.5-3 survfit and its influences, glm refitted",
  x1 = x1, x2 = x2, trial = a, time = time, status = status, response = response, available = has, pair = ifelse(pair > 0, pair - 1, -1), days = days,
  plain = plain, matched = matched, weighted = weighted
), "oracles/in-response-difference/fixture.json", digits = NA, auto_unbox = TRUE)
