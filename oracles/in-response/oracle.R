# Probability of being in response at one day: the difference of two Kaplan–Meier curves of R survival, and the square root of the sum of squares of the
# differences of their infinitesimal-jackknife influences (survfit, influence = 1).
# Run from the project root: Rscript oracles/in-response/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))

case <- function(name, data, days, influences = FALSE) {
  w <- if (is.null(data$weight)) rep(1, length(data$progression)) else data$weight
  isFirst <- data$responded == 1 & data$response <= data$progression
  first <- data.frame(time = ifelse(isFirst, data$response, data$progression),
                      status = ifelse(isFirst, 1, data$progressed), w = w)
  whole <- data.frame(time = data$progression, status = data$progressed, w = w)
  fit <- function(rows) survfit(Surv(time, status) ~ 1, rows, weights = w, influence = 1, robust = TRUE)
  at <- function(f, day) {
    last <- sum(f$time <= day)
    influence <- if (last == 0) rep(0, nrow(first)) else f$influence.surv[, last]
    list(surv = if (last == 0) 1 else f$surv[last], influence = influence)
  }
  p <- fit(whole); q <- fit(first)
  influence <- sapply(days, function(d) at(p, d)$influence - at(q, d)$influence)
  c(list(name = name, data = data, days = days,
         estimate = sapply(days, function(d) at(p, d)$surv - at(q, d)$surv),
         se = sqrt(colSums(influence^2))),
    if (influences) list(influence = influence))
}

set.seed(20241124)
course <- function(n, share, weighted) {
  response <- 40 + 7 * rpois(n, 3)
  free <- ceiling(rexp(n, 1 / 180)) + ifelse(runif(n) < share, response, 0)
  censor <- ceiling(runif(n, 60, 700))
  responded <- as.integer(runif(n) < share & response < free & response <= censor)
  c(list(progression = pmin(free, censor), progressed = as.integer(free <= censor),
         response = ifelse(responded == 1, response, 0), responded = responded),
    if (weighted) list(weight = exact(round(rgamma(n, 2, 1.5) + 0.05, 6))))
}
# Trial less control: each arm has its own curves, the influences of both stand side by side, and the members of a matched set are summed first.
difference <- function(data, arm, set, days) {
  of <- function(side) case("", lapply(data, function(column) column[arm == side]), days, TRUE)
  trial <- of(1); control <- of(0)
  influence <- matrix(0, length(arm), length(days))
  influence[arm == 1, ] <- trial$influence
  influence[arm == 0, ] <- -control$influence
  list(name = "240 weighted patients of two arms, in sets", data = data, arm = arm, set = set, days = days,
       estimate = trial$estimate - control$estimate,
       robust = sqrt(colSums(influence^2)), clustered = sqrt(colSums(rowsum(influence, set)^2)))
}

write_json(list(
  source = "survival::survfit(influence = 1)",
  cases = list(
    case("120 patients, a third respond", course(120, 0.35, FALSE), c(50, 91, 183, 365)),
    case("300 weighted patients, few respond", course(300, 0.12, TRUE), c(61, 150, 274)),
    case("nobody responds", course(60, 0, FALSE), c(91, 183))
  ),
  difference = difference(course(240, 0.4, TRUE), rep(c(1, 0, 0), 80), rep(1:80, each = 3), c(75, 183, 300))
), "oracles/in-response/fixture.json", digits = NA, auto_unbox = TRUE)
