# Greedy nearest-neighbour matching on the Mahalanobis distance, treated in descending order of the propensity: MatchIt 4.5.1 with mahvars and no
# caliper (with one it accepts pairs beyond it). Ties of MatchIt go by the order of the rows, so rows are in a fixed order.
# Run from the project root: Rscript oracles/mahalanobis/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(MatchIt) })
data("lalonde", package = "MatchIt")
d <- lalonde
d$black <- as.numeric(d$race == "black")
d$hispan <- as.numeric(d$race == "hispan")
d$score <- as.numeric(sprintf("%.15g", unname(glm(treat ~ age + educ + black + hispan + married + nodegree + re74 + re75, binomial, d)$linear.predictors)))
# A score that breaks ties of the order by row, as MatchIt does.
columns <- c("age", "educ", "black", "hispan", "married", "nodegree", "re74", "re75")
X <- as.matrix(d[columns])
run <- function(ratio) {
  m <- matchit(treat ~ age + educ + black + hispan + married + nodegree + re74 + re75, d, distance = d$score, m.order = "largest",
               mahvars = reformulate(columns), ratio = ratio)
  mm <- m$match.matrix
  treated <- match(rownames(mm), rownames(d))
  list(ratio = ratio, treated = treated, controls = unname(lapply(seq_len(nrow(mm)), function(i) I(match(na.omit(mm[i, ]), rownames(d))))))
}
centred <- X
for (arm in 0:1) centred[d$treat == arm, ] <- scale(X[d$treat == arm, ], scale = FALSE)
S <- crossprod(centred) / (nrow(X) - 2)
distance <- function(i, j) sqrt(mahalanobis(X[i, , drop = FALSE], X[j, ], S))
first <- which(d$treat == 1)[1:20]
other <- which(d$treat == 0)[1:20]
write_json(
  list(
    source = "R MatchIt 4.5.1, nearest with mahvars; distances stats::mahalanobis with the covariance pooled within arms",
    names = columns, columns = unname(as.list(as.data.frame(unname(X)))), treated = d$treat, score = d$score,
    runs = lapply(1:2, run),
    first = first, other = other, distance = unname(mapply(distance, first, other))
  ),
  "oracles/mahalanobis/fixture.json", digits = NA, auto_unbox = TRUE
)
