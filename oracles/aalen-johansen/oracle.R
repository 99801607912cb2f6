# Cumulative incidence of competing events by survfit of a multi-state Surv, with its infinitesimal-jackknife error.
# Run from the project root: Rscript oracles/aalen-johansen/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))
column <- function(x) I(ifelse(is.finite(x), x, NA))

case <- function(name, data) {
  w <- if (is.null(data$weight)) rep(1, length(data$time)) else data$weight
  frame <- data.frame(time = data$time, entry = if (is.null(data$entry)) 0 else data$entry, w = w, row = seq_along(w),
                      state = factor(data$cause, 0:2, c("censored", "one", "two")))
  fit <- function(interval) {
    if (is.null(data$entry)) {
      survfit(Surv(time, state) ~ 1, frame, weights = w, id = row, conf.type = interval)
    } else {
      survfit(Surv(entry, time, state) ~ 1, frame, weights = w, id = row, conf.type = interval)
    }
  }
  f <- fit("log")
  # At entry times survfit adds rows without events or censorings; the curves have none there.
  keep <- f$time %in% frame$time
  at <- function(m, j) column(m[keep, j])
  list(
    name = name, data = data, time = I(f$time[keep]), 
    # n.risk of a multi-state fit counts rows, not weights.
    atRisk = column(sapply(f$time[keep], function(t) sum(w[frame$entry < t & frame$time >= t]))),
    survival = at(f$pstate, 1),
    causes = lapply(2:3, function(j) list(
      events = column(sapply(f$time[keep], function(t) sum(w[data$time == t & data$cause == j - 1]))),
      incidence = at(f$pstate, j), standardError = at(f$std.err, j),
      bands = lapply(c("log", "log-log", "plain"), function(interval) {
        g <- fit(interval)
        list(interval = interval, lower = at(g$lower, j), upper = at(g$upper, j))
      })
    ))
  )
}

set.seed(20240615)
m <- mgus2[seq(1, nrow(mgus2), 5), ]
# Progression first, else death: 1 = plasma-cell malignancy, 2 = death without it.
d <- with(m, list(time = ifelse(pstat == 1, ptime, futime), cause = ifelse(pstat == 1, 1, 2 * death)))
kept <- d$time > 0
d <- lapply(d, function(x) x[kept])
n <- length(d$time)
weight <- exact(round(rgamma(n, 2, 1.5) + 0.05, 6))
entry <- pmin(d$time - 1, rpois(n, 10) * rbinom(n, 1, 0.5))
write_json(list(
  source = "survival::survfit(Surv(time, factor)); data survival::mgus2, every fifth patient, months",
  cases = list(
    case("mgus2", d),
    case("mgus2, weighted", c(d, list(weight = weight))),
    case("mgus2, weighted, delayed entry", c(d, list(weight = weight, entry = entry))),
    case("the last patient has an event", list(time = c(1, 2, 2, 3, 5), cause = c(2, 1, 0, 2, 1)))
  )
), "oracles/aalen-johansen/fixture.json", digits = NA, na = "null", auto_unbox = TRUE)
