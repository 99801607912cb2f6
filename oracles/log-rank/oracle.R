# survdiff of R survival: two to four groups, strata, the G-rho family; with delayed entry the score test of coxph without ties,
# which is the log-rank test.
# Run from the project root: Rscript oracles/log-rank/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})

case <- function(name, data, rho = 0) {
  data$stratum <- if (is.null(data$stratum)) rep(0, length(data$time)) else data$stratum
  f <- survdiff(Surv(time, status) ~ group + strata(stratum), data = as.data.frame(data), rho = rho)
  total <- function(x) I(unname(if (is.matrix(x)) rowSums(x) else x))
  list(name = name, data = data, rho = rho, observed = total(f$obs), expected = total(f$exp),
       chiSquared = f$chisq, df = sum(total(f$exp) > 0) - 1, p = pchisq(f$chisq, sum(total(f$exp) > 0) - 1, lower.tail = FALSE))
}

l <- with(lung, list(time = time, status = status - 1, group = sex - 1))
v <- with(veteran, list(time = time, status = status, group = as.integer(celltype) - 1))
set.seed(20240612)
n <- 90
time <- sample(30:400, n)
late <- data.frame(time = time, status = rbinom(n, 1, 0.7), group = rep(0:2, 30), entry = pmin(time - 1, rpois(n, 60) * rbinom(n, 1, 0.5)))
score <- coxph(Surv(entry, time, status) ~ factor(group), late)$score
write_json(list(
  source = "survival::survdiff; survival::coxph()$score; data survival::lung, survival::veteran",
  cases = list(
    case("lung by sex", l),
    case("lung by sex, rho 1", l, 1),
    case("lung by sex, rho 0.5", l, 0.5),
    case("lung by sex, strata of performance score", c(l, list(stratum = ifelse(is.na(lung$ph.ecog), 9, lung$ph.ecog)))),
    case("lung by sex, strata of performance score, rho 1", c(l, list(stratum = ifelse(is.na(lung$ph.ecog), 9, lung$ph.ecog))), 1),
    case("veteran by cell type", v),
    case("veteran by cell type, rho 1", v, 1)
  ),
  delayedEntry = list(data = late, chiSquared = score, df = 2, p = pchisq(score, 2, lower.tail = FALSE))
), "oracles/log-rank/fixture.json", dataframe = "columns", digits = NA, auto_unbox = TRUE)
