# Restricted mean survival time of R survival: summary(survfit, rmean = tau) for Greenwood's variance, and the infinitesimal
# jackknife from residuals(survfit, type = "auc"). The contrasts are their formulas.
# Run from the project root: Rscript oracles/rmst/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))

case <- function(name, data, tau) {
  w <- if (is.null(data$weight)) rep(1, length(data$time)) else data$weight
  row <- seq_along(w)
  rows <<- data.frame(time = data$time, status = data$status, entry = if (is.null(data$entry)) 0 else data$entry, w = w, row = row)
  f <- if (is.null(data$entry)) {
    survfit(Surv(time, status) ~ 1, rows, weights = w, id = row, robust = FALSE)
  } else {
    survfit(Surv(entry, time, status) ~ 1, rows, weights = w, id = row, robust = FALSE)
  }
  # Greenwood's sum by its definition: survmean rescales it for weights and ignores late entry.
  g <- sapply(f$time, function(t) {
    grid <- c(t, f$time[f$time > t & f$time < tau], tau)
    s <- summary(f, times = head(grid, -1), extend = TRUE)$surv
    if (t >= tau) 0 else sum(s * diff(grid))
  })
  use <- f$time <= tau & f$n.event > 0 & f$n.risk > f$n.event
  greenwood <- sqrt(sum((g^2 * f$n.event / (f$n.risk * (f$n.risk - f$n.event)))[use]))
  ij <- resid(f, times = tau, type = "auc", weighted = TRUE)
  table <- summary(f, rmean = tau)$table
  if (is.null(data$weight) && is.null(data$entry)) stopifnot(abs(greenwood / table["se(rmean)"] - 1) < 1e-12)
  list(name = name, data = data, tau = tau, rmst = unname(table["rmean"]), greenwood = greenwood, robust = sqrt(sum(ij^2)))
}

set.seed(20240614)
l <- with(lung, list(time = time, status = status - 1))
arm <- function(rows, more = NULL) c(lapply(l, function(x) x[rows]), more)
men <- lung$sex == 1
weight <- exact(round(rgamma(sum(men), 2, 1.5) + 0.05, 6))
entry <- pmin(lung$time[men] - 1, rpois(sum(men), 40) * rbinom(sum(men), 1, 0.6))
write_json(list(
  source = "survival::survfit, summary(rmean), residuals(type = auc); data survival::lung",
  cases = list(
    case("men to day 700", arm(men), 700),
    case("women to day 700", arm(!men), 700),
    case("men to the last day, 1022", arm(men), 1022),
    case("men, weighted, to day 600.5", arm(men, list(weight = weight)), 600.5),
    case("men, weighted, delayed entry, to day 700", arm(men, list(weight = weight, entry = entry)), 700)
  )
), "oracles/rmst/fixture.json", digits = NA, auto_unbox = TRUE)
