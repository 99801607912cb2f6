# MatchIt::lalonde with the yes/no outcome re78 > 0: the patients, and the numbers that the engine is held against, from its frames and from CSV files.
# Run from the project's root: Rscript oracles/lalonde/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(Matching) })
d <- read.csv("test/support/data/lalonde.csv")
d$race <- factor(d$race, levels = c("black", "hispan", "white"))
y <- as.integer(d$re78 > 0)
fit <- glm(treat ~ age + educ + race + married + nodegree + re74 + re75, binomial, d, epsilon = 1e-14, maxit = 100)
p <- fitted(fit); w <- ifelse(d$treat == 1, 1, p / (1 - p)); w0 <- w[d$treat == 0]
arm <- function(t) { k <- y[d$treat == t]; b <- binom.test(sum(k), length(k)); list(n = length(k), responders = sum(k), proportion = mean(k), lower = b$conf.int[1], upper = b$conf.int[2]) }
# Miettinen & Nurminen 1985: score test of p1 − p0 = delta, restricted maximum likelihood found numerically, factor n/(n − 1).
restricted <- function(delta, x1, n1, x0, n0) { ll <- function(p0) { p1 <- p0 + delta; sum(ifelse(c(x1, n1 - x1, x0, n0 - x0) == 0, 0, c(x1, n1 - x1, x0, n0 - x0) * log(c(p1, 1 - p1, p0, 1 - p0)))) }
  optimize(ll, c(max(0, -delta) + 1e-12, min(1, 1 - delta) - 1e-12), maximum = TRUE, tol = 1e-15)$maximum }
score <- function(delta, x1, n1, x0, n0) { p0 <- restricted(delta, x1, n1, x0, n0); p1 <- p0 + delta; n <- n1 + n0
  (x1 / n1 - x0 / n0 - delta) / sqrt((p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * n / (n - 1)) }
a <- arm(1); b <- arm(0); z <- qnorm(.975)
limit <- function(sign, from, to) uniroot(function(delta) score(delta, a$responders, a$n, b$responders, b$n) - sign * z, c(from, to), tol = 1e-14)$root
rd <- a$proportion - b$proportion
logit <- predict(fit); s <- d[order(-logit), ]; s$logit <- logit[order(-logit)]
m <- Match(Tr = s$treat, X = s$logit, M = 1, replace = FALSE, ties = FALSE, caliper = 0.2, distance.tolerance = 0)
patients <- list(treat = d$treat, age = d$age, educ = d$educ, race = as.integer(d$race) - 1L, married = d$married, nodegree = d$nodegree, re74 = d$re74, re75 = d$re75, employed = y)
out <- list(patients = patients, coefficients = as.list(coef(fit)), ess = sum(w0)^2 / sum(w0^2), caliper = 0.2 * sd(logit), pairs = length(m$index.treated), trial = a, control = b,
  risk_difference = rd, lower = limit(1, -0.9, rd), upper = limit(-1, rd, 0.9))
write(toJSON(out, digits = NA, auto_unbox = TRUE), "oracles/lalonde/fixture.json")
