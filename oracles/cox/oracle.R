# coxph of R survival: Efron and Breslow ties, weights, strata, delayed entry, robust and clustered covariance; cox.zph;
# the breast-cancer comparison with ATT weights; the closed forms of Therneau's validation data.
# Run from the project root: Rscript oracles/cox/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)

# data: a list of columns; X: the names of the covariates. zph: the tests of proportional hazards to add.
fit <- function(data, X, ties, robust = FALSE, zph = character()) {
  surv <- if (is.null(data$entry)) "Surv(time, status)" else "Surv(entry, time, status)"
  strata <- if (is.null(data$stratum)) "" else " + strata(stratum)"
  formula <- as.formula(paste(surv, "~", paste(X, collapse = " + "), strata))
  frame <- as.data.frame(data)
  frame$w <- if (is.null(data$weight)) 1 else data$weight
  robust <- robust || !is.null(data$cluster)
  frame$id <- if (is.null(data$cluster)) seq_len(nrow(frame)) else data$cluster
  f <- if (robust) {
    coxph(formula, frame, weights = w, ties = ties, cluster = id, robust = TRUE, control = control, x = TRUE)
  } else {
    coxph(formula, frame, weights = w, ties = ties, robust = FALSE, control = control, x = TRUE)
  }
  tests <- lapply(zph, function(transform) {
    z <- cox.zph(f, transform = transform, terms = FALSE)
    list(transform = transform, chiSquared = I(unname(z$table[, 1])), df = I(unname(z$table[, 2])), p = I(unname(z$table[, 3])))
  })
  list(ties = ties, robust = robust, n = f$n, events = f$nevent, beta = I(unname(coef(f))),
       covariance = I(c(if (robust) f$naive.var else f$var)), robustCovariance = if (robust) I(c(f$var)) else NULL,
       logLikelihood = f$loglik, score = f$score, proportionalHazards = tests)
}

case <- function(name, data, X, ...) list(name = name, data = data, X = I(X), fits = list(...))

both <- c("identity", "km")
l <- subset(lung, !is.na(ph.ecog), c("time", "status", "age", "sex", "ph.ecog", "inst"))
l$status <- l$status - 1
l$inst[is.na(l$inst)] <- 99
names(l)[5] <- "ecog"
simple <- as.list(l[c("time", "status", "age", "sex", "ecog")])
set.seed(20240613)
weight <- exact(round(rgamma(nrow(l), 2, 1.5) + 0.05, 6))
entry <- pmin(l$time - 1, rpois(nrow(l), 40) * rbinom(nrow(l), 1, 0.6))
v <- with(veteran, list(time = time, status = status, trt = trt - 1, karno = karno, smallcell = 1 * (celltype == "smallcell"),
                        adeno = 1 * (celltype == "adeno"), large = 1 * (celltype == "large")))
vX <- names(v)[-(1:2)]
X <- c("age", "sex", "ecog")

# Hormone-treated patients of GBSG against node-positive untreated patients of the Rotterdam registry.
g <- subset(gbsg, hormon == 1)
r <- subset(rotterdam, nodes > 0 & hormon == 0)
breast <- rbind(
  with(g, data.frame(time = rfstime, status = status, treated = 1, age, meno, size = as.character(cut(size, c(0, 20, 50, Inf))), grade3 = 1 * (grade == 3), nodes, pgr, er)),
  with(r, data.frame(time = ifelse(recur == 1, rtime, dtime), status = 1 * (recur | death), treated = 0, age, meno, size = as.character(factor(size, levels = c("<=20", "20-50", ">50"), labels = c("(0,20]", "(20,50]", "(50,Inf]"))), grade3 = 1 * (grade == 3), nodes, pgr, er))
)
ps <- fitted(glm(treated ~ age + meno + size + grade3 + nodes + pgr + er, binomial, breast, epsilon = 1e-14))
breast$weight <- exact(ifelse(breast$treated == 1, 1, ps / (1 - ps)))
b <- as.list(breast[c("time", "status", "treated")])

write_json(list(
  source = "survival::coxph, cox.zph; data survival::lung, veteran, gbsg, rotterdam",
  cases = list(
    case("lung: age, sex, ecog", simple, X, fit(simple, X, "efron", zph = both), fit(simple, X, "breslow", zph = both), fit(simple, X, "efron", robust = TRUE)),
    case("veteran: treatment, Karnofsky, cell type", v, vX, fit(v, vX, "efron", zph = both), fit(v, vX, "breslow")),
    local({d <- c(simple, list(weight = weight)); case("lung, weighted", d, X, fit(d, X, "efron", TRUE), fit(d, X, "breslow", TRUE), fit(d, X, "efron", zph = both))}),
    local({d <- c(simple, list(weight = weight, cluster = l$inst)); case("lung, weighted, clustered by institution", d, X, fit(d, X, "efron"), fit(d, X, "breslow"))}),
    local({d <- c(simple[-5], list(stratum = l$ecog)); case("lung, strata of performance score", d, X[1:2], fit(d, X[1:2], "efron", TRUE, both), fit(d, X[1:2], "breslow"))}),
    local({d <- c(simple, list(entry = entry)); case("lung, delayed entry", d, X, fit(d, X, "efron", TRUE), fit(d, X, "breslow"))}),
    local({d <- c(simple[-5], list(weight = weight, entry = entry, stratum = l$ecog, cluster = l$inst)); case("lung, weighted, delayed entry, strata, clusters", d, X[1:2], fit(d, X[1:2], "efron"), fit(d, X[1:2], "breslow"))}),
    case("breast: hormone therapy, crude", b, "treated", fit(b, "treated", "efron", zph = both)),
    local({d <- c(b, list(weight = breast$weight)); case("breast: hormone therapy, ATT weights", d, "treated", fit(d, "treated", "efron", TRUE, both), fit(d, "treated", "breslow", TRUE))})
  )
), "oracles/cox/fixture.json", digits = NA, auto_unbox = TRUE, null = "null")
