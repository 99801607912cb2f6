# Mean and largest difference of the arms' distribution functions as MatchIt prints them, before and after 1:2 matching (weighted).
# Run from the project root: Rscript oracles/distribution-difference/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(MatchIt) })
data("lalonde", package = "MatchIt")
m <- matchit(treat ~ age + educ + married + nodegree + re74 + re75, lalonde, ratio = 2)
s <- summary(m)
columns <- c("age", "educ", "married", "nodegree", "re74", "re75")
facts <- function(table) lapply(columns, function(name) list(name = name, mean = table[name, "eCDF Mean"], max = table[name, "eCDF Max"]))
write_json(
  list(
    source = "R MatchIt 4.5.1 summary.matchit",
    treated = lalonde$treat, weight = unname(m$weights), columns = as.list(lalonde[columns]), binary = c("married", "nodegree"),
    before = facts(s$sum.all), after = facts(s$sum.matched)
  ),
  "oracles/distribution-difference/fixture.json", digits = NA, auto_unbox = TRUE
)
