# Wilson's interval of a share of units that come in clusters: the linearised variance of survey::svyratio, without its k/(k - 1),
# gives the effective number of units; prop.test(correct = FALSE) gives the interval at that number.
suppressMessages(library(survey))
library(jsonlite)
set.seed(20240904)

one <- function(name, held, units, level = 0.95) {
  k <- length(units)
  p <- sum(held) / sum(units)
  if (p == 0 || p == 1) {
    n <- k
  } else {
    d <- svydesign(ids = ~cluster, weights = ~1, data = data.frame(cluster = seq_len(k), held, units))
    v <- as.numeric(vcov(svyratio(~held, ~units, d))) * (k - 1) / k
    n <- min(sum(units), p * (1 - p) / v)
  }
  ci <- suppressWarnings(prop.test(p * n, n, conf.level = level, correct = FALSE))$conf.int
  list(name = name, held = I(held), units = I(units), level = level, estimate = p, lower = ci[1], upper = ci[2])
}

scans <- rpois(60, 4) + 1
share <- rbeta(60, 2, 1)
alike <- rpois(60, 4) + 1
cases <- list(
  one("scans of 60 patients, shares apart", rbinom(60, scans, share), scans),
  one("the same at 90 %", rbinom(60, scans, share), scans, 0.9),
  one("scans of 60 patients, shares alike", rbinom(60, alike, 0.4), alike),
  one("all or none within a patient", c(5, 0, 3, 0, 0, 8, 2, 0), c(5, 4, 3, 6, 1, 8, 2, 7)),
  one("one unit a patient", c(1, 0, 1, 1, 0, 1, 1, 0, 1, 1), rep(1, 10)),
  one("none", rep(0, 12), rep(3, 12)),
  one("all", c(4, 2, 7), c(4, 2, 7))
)
write_json(list(cases = cases), "oracles/clustered-wilson/fixture.json", digits = NA, auto_unbox = TRUE)
