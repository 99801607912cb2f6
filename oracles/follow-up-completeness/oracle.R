# Completeness of follow-up after Clark, Altman & De Stavola 2002 on survival::rotterdam (time to recurrence) and survival::lung: person-time of survival::pyears, observed
# and, whoever had no event being carried to his limit, possible. One limit for all, limits of their own, and delayed entry.
# Run from the project root: Rscript oracles/follow-up-completeness/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
completeness <- function(d) {
  d <- d[d$limit > d$entry & d$time > d$entry, ]
  event <- d$status == 1 & d$time <= d$limit
  rate <- function(stop) pyears(Surv(d$entry, stop, event) ~ 1, scale = 1)$pyears
  rate(pmin(d$time, d$limit)) / rate(ifelse(event, d$time, d$limit))
}
one <- function(name, time, status, entry, limit) {
  d <- data.frame(time = as.integer(time), status = as.integer(status), entry = as.integer(entry), limit = as.integer(limit))
  c(list(name = name), as.list(d), list(completeness = completeness(d)))
}
r <- rotterdam[seq(1, nrow(rotterdam), by = 3), ]
stopifnot(all(r$rtime > 0))
days <- as.integer(round(r$rtime))
own <- 4000 - (r$pid * 37) %% 3000
cases <- list(
  one("rotterdam, five years", days, r$recur, 0, 1826),
  one("rotterdam, limits of their own", days, r$recur, 0, own),
  one("rotterdam, entry up to day 365", days, r$recur, (r$pid * 53) %% 366, own),
  one("lung, one year", lung$time, lung$status == 2, 0, 365)
)
write_json(list(source = "R survival pyears", cases = cases), "oracles/follow-up-completeness/fixture.json", digits = NA, auto_unbox = TRUE)
