# survfit of R survival: three interval types, Greenwood and robust variance, weights, delayed entry, quantiles.
# Run from the project root: Rscript oracles/kaplan-meier/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))
# Not 0.1: quantile.survfit sorts a band that rises somewhere before inverting it, and at 0.1 one of the robust log-log bands below
# (0.891592 on day 13, 0.891797 on day 26) gives day 26, though the band is first at or below 0.9 on day 13.
p <- c(0.15, 0.25, 0.5, 0.75, 0.9)

# NA and infinities become null: survfit gives no limit where survival is 0, nor a log-log one where it is 1.
column <- function(x) I(ifelse(is.finite(x), x, NA))

case <- function(name, data, variances = "greenwood") {
  counted <- if (is.null(data$weight)) data else lapply(data, function(x) x[data$weight > 0])
  surv <- if (is.null(data$entry)) Surv(counted$time, counted$status) else Surv(counted$entry, counted$time, counted$status)
  weight <- if (is.null(data$weight)) rep(1, length(data$time)) else counted$weight
  row <- seq_along(weight)
  fit <- function(variance, interval = "log", level = 0.95) {
    survfit(surv ~ 1, weights = weight, id = row, conf.type = interval, conf.int = level, robust = variance == "robust")
  }
  plain <- fit("greenwood")
  # At entry times survfit adds rows without events or censorings; the curve has none there.
  keep <- plain$n.event + plain$n.censor > 0
  band <- function(variance, interval, level) {
    f <- fit(variance, interval, level)
    q <- lapply(quantile(f, p), unname)
    list(interval = interval, level = level, lower = column(f$lower[keep]), upper = column(f$upper[keep]),
         quantile = list(estimate = column(q$quantile), lower = column(q$lower), upper = column(q$upper)))
  }
  list(
    name = name, data = data, time = I(plain$time[keep]), atRisk = I(plain$n.risk[keep]), events = I(plain$n.event[keep]),
    censored = I(plain$n.censor[keep]), survival = I(plain$surv[keep]),
    fits = lapply(variances, function(variance) {
      f <- fit(variance)
      list(variance = variance, standardErrorLog = column((if (f$logse) f$std.err else f$std.err / f$surv)[keep]),
           bands = list(band(variance, "log", 0.95), band(variance, "log-log", 0.95), band(variance, "plain", 0.8)))
    })
  )
}

set.seed(20240611)
l <- with(lung, list(time = time, status = status - 1))
v <- with(veteran, list(time = time, status = status))
weight <- exact(round(rgamma(nrow(lung), 2, 1.5) + 0.05, 6))
entry <- pmin(lung$time - 1, rpois(nrow(lung), 40) * rbinom(nrow(lung), 1, 0.6))
both <- c("greenwood", "robust")
write_json(list(
  source = "survival::survfit, survival::quantile.survfit; data survival::lung, survival::veteran",
  p = p,
  cases = list(
    case("lung", l, both),
    case("lung, men only", lapply(l, function(x) x[lung$sex == 1])),
    case("veteran", v),
    case("lung, weighted", c(l, list(weight = weight)), both),
    case("lung, a third of the rows with weight 0", c(l, list(weight = weight * rep(c(1, 1, 0), 76))), both),
    case("lung, weighted, delayed entry", c(l, list(weight = weight, entry = entry)), both),
    case("half survive to the end", list(time = c(1, 2, 3, 4), status = c(1, 1, 0, 0))),
    case("flat at one half, then a drop", list(time = c(1, 2, 3, 9), status = c(1, 1, 0, 1))),
    case("the last patient has the event", list(time = c(2, 3, 3, 5, 8), status = c(0, 1, 1, 1, 1)))
  )
), "oracles/kaplan-meier/fixture.json", digits = NA, na = "null", auto_unbox = TRUE)
