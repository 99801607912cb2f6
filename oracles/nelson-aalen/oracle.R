# Nelson–Aalen cumulative hazard at each patient's own time: survival::survfit (ctype = 1) on survival::lung in days and in weeks (many ties), and
# survival::basehaz of a Cox model without covariates, ties = "breslow".
# Run from the project root: Rscript oracles/nelson-aalen/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
one <- function(name, time, status) {
  fit <- survfit(Surv(time, status) ~ 1, ctype = 1)
  base <- basehaz(coxph(Surv(time, status) ~ 1, ties = "breslow"))
  list(name = name, time = time, status = status, survfit = fit$cumhaz[match(time, fit$time)], basehaz = base$hazard[match(time, base$time)])
}
event <- as.integer(lung$status == 2)
cases <- list(one("lung, days", as.integer(lung$time), event), one("lung, weeks", as.integer(ceiling(lung$time / 7)), event))
write_json(list(source = "R survival survfit, basehaz", cases = cases), "oracles/nelson-aalen/fixture.json", digits = NA, auto_unbox = TRUE)
