# Natural cubic spline bases of splines::ns: knots by df, explicit knots, and values beyond the boundary.
# Run from the project root: Rscript oracles/natural-spline/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival); library(splines) })

case <- function(x, at, ...) {
  b <- ns(x, ...)
  list(
    x = x, df = ncol(b), knots = I(unname(as.numeric(attr(b, "knots")))), boundary = attr(b, "Boundary.knots"),
    at = at, basis = unname(as.list(as.data.frame(unname(predict(b, at)))))
  )
}

age <- as.numeric(rotterdam$age[1:300])
pgr <- sort(unique(rotterdam$pgr[1:400]))
at <- c(10, 24, 30.5, 41, 55, 60.25, 78, 90, 105)
write_json(
  list(
    source = "R splines::ns 4.2.2",
    cases = list(
      linear = case(age, at, df = 1), df2 = case(age, at, df = 2), df3 = case(age, at, df = 3), df5 = case(age, at, df = 5),
      skewed = case(as.numeric(pgr), c(0, 1, 7, 55, 300, 900, 1500, 3000), df = 4),
      explicit = case(c(0, 1), c(-2, 0, 0.1, 0.25, 0.3, 0.7, 0.95, 1, 3), knots = c(0.25, 0.3, 0.95), Boundary.knots = c(0, 1)),
      harrell = case(age, at, knots = c(45, 55, 65), Boundary.knots = c(35, 75))
    )
  ),
  "oracles/natural-spline/fixture.json", digits = NA, auto_unbox = TRUE
)
