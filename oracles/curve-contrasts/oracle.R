# Estimates of time to event on survival::lung (sex 2 against 1): stratified Cox and log-rank, survival at landmarks with three kinds of interval, difference
# of survival at a day, RMST difference and ratio; Greenwood, infinitesimal jackknife with weights, and clustered by made-up sets that hold both arms.
# survfit influence matrices. Run from the project root: Rscript oracles/curve-contrasts/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
d <- subset(lung, !is.na(ph.ecog))
d <- transform(d, trial = sex - 1, event = status - 1, weight = 0.5 + (age %% 7) / 4, set = (seq_along(time) - 1) %/% 4)
z <- qnorm(0.975)
day <- 365; tau <- 600
at <- function(type, weighted) {
  lapply(c(0, 1), function(k) {
    s <- summary(survfit(Surv(time, event) ~ 1, subset(d, trial == k), weights = if (weighted) weight else NULL, conf.type = type, robust = weighted), times = day)
    list(survival = s$surv, lower = s$lower, upper = s$upper)
  })
}
# Influence of each row on S(day) and on the area to tau, from survfit's matrix of weighted influences.
curves <- function(w) lapply(c(0, 1), function(k) {
  own <- d$trial == k
  f <- survfit(Surv(time, event) ~ 1, d[own, ], weights = w[own], influence = TRUE, robust = TRUE)
  infl <- matrix(0, nrow(d), length(f$time)); infl[own, ] <- f$influence.surv
  upto <- f$time <= tau; t <- c(0, f$time[upto]); width <- diff(c(t, tau))
  last <- sum(f$time <= day)
  g <- f$std.err[last] * f$surv[last]
  plain <- survfit(Surv(time, event) ~ 1, d[own, ])
  list(s = f$surv[last], s_infl = infl[, last], area = sum(c(1, f$surv[upto]) * width), a_infl = as.vector(infl[, upto, drop = FALSE] %*% width[-1]),
    greenwood = plain$std.err[last] * plain$surv[last],
    area_greenwood = { s <- plain$surv[upto]; n <- plain$n.risk[upto]; e <- plain$n.event[upto]; G <- rev(cumsum(rev(s * width[-1]))); sqrt(sum(G^2 * e / (n * (n - e)))) })
})
clustered <- function(phi, by) sqrt(sum(tapply(phi, by, sum)^2))
effects <- function(w) {
  k <- curves(w); c0 <- k[[1]]; c1 <- k[[2]]
  ratio <- c1$a_infl / c1$area - c0$a_infl / c0$area
  both <- function(phi) list(robust = sqrt(sum(phi^2)), clustered = clustered(phi, d$set))
  list(survival = c(list(estimate = c1$s - c0$s), both(c1$s_infl - c0$s_infl)), rmst = c(list(estimate = c1$area - c0$area, trial = c1$area, control = c0$area), both(c1$a_infl - c0$a_infl)), log_ratio = c(list(estimate = log(c1$area / c0$area)), both(ratio)))
}
k <- curves(rep(1, nrow(d)))
tight <- coxph.control(eps = 1e-12, iter.max = 100, toler.chol = 1e-13)
cox <- function(f) list(beta = coef(f)[[1]], se = sqrt(vcov(f)[1, 1]), robust = sqrt(vcov(f)[1, 1]))
stratified <- coxph(Surv(time, event) ~ trial + strata(ph.ecog), d, control = tight)
weighted <- coxph(Surv(time, event) ~ trial + strata(ph.ecog), d, weights = weight, robust = TRUE, control = tight)
test <- function(rho, strata) { f <- if (strata) survdiff(Surv(time, event) ~ trial + strata(ph.ecog), d, rho = rho) else survdiff(Surv(time, event) ~ trial, d, rho = rho); f$chisq }
write_json(list(
  source = "survival 3.5-3: lung", time = d$time, status = d$event, trial = d$trial, ecog = d$ph.ecog, weight = d$weight, set = d$set, day = day, tau = tau,
  landmarks = list(unweighted = sapply(c("log", "log-log", "plain"), at, weighted = FALSE, simplify = FALSE), weighted = sapply(c("log", "log-log", "plain"), at, weighted = TRUE, simplify = FALSE)),
  unweighted = effects(rep(1, nrow(d))), weighted = effects(d$weight),
  greenwood = list(survival = sqrt(k[[1]]$greenwood^2 + k[[2]]$greenwood^2), rmst = sqrt(k[[1]]$area_greenwood^2 + k[[2]]$area_greenwood^2), log_ratio = sqrt((k[[1]]$area_greenwood / k[[1]]$area)^2 + (k[[2]]$area_greenwood / k[[2]]$area)^2)),
  cox = list(stratified = cox(stratified), weighted = cox(weighted)),
  log_rank = list(plain = test(0, FALSE), stratified = test(0, TRUE), peto = test(1, FALSE), stratifiedPeto = test(1, TRUE))
), "oracles/curve-contrasts/fixture.json", digits = NA, auto_unbox = TRUE)
