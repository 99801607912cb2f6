# The R side of bench/design.mjs: the same problems from the same numbers. Arguments: the folder of the data, the number of rows.
# Prints one line of JSON: seconds per task, and what the two sides must agree on.
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
n <- as.numeric(arguments[2])
p <- 8
doubles <- function(name, count) readBin(file.path(folder, name), "double", count, 8)
X <- matrix(doubles("covariates", n * p), n, p)
treated <- as.numeric(readBin(file.path(folder, "treated"), "integer", n, 1))
d <- data.frame(treated, X)
# Wall-clock and processor seconds, each the best of three runs: other work on the machine only ever adds.
seconds <- function(run, times = 3) {
  each <- replicate(times, { t <- system.time(run()); c(t[["elapsed"]], t[["user.self"]] + t[["sys.self"]]) })
  list(seconds = min(each[1, ]), processor = min(each[2, ]))
}

logistic <- seconds(function() glm(treated ~ ., binomial, d))
fit <- glm(treated ~ ., binomial, d)
weight <- ifelse(treated == 1, 1, exp(fit$linear.predictors))

# Means, standard deviations, standardised difference, variance ratio and Kolmogorov-Smirnov distance of 20 columns under weights.
balance <- seconds(function() for (k in 1:20) {
  x <- X[, (k - 1) %% p + 1]
  facts <- lapply(0:1, function(arm) {
    w <- weight[treated == arm] / sum(weight[treated == arm])
    v <- x[treated == arm]
    m <- sum(w * v)
    c(m, sum(w * (v - m)^2) / (1 - sum(w^2)))
  })
  o <- order(x)
  w1 <- cumsum((weight * treated)[o]) / sum(weight * treated)
  w0 <- cumsum((weight * (1 - treated))[o]) / sum(weight * (1 - treated))
  ks <<- max(abs(w1 - w0))
})

# MatchIt 4.5.1 takes minutes at 10^6 rows: the first 10^5 of them here and in bench/design.mjs.
few <- 1e5
matching <- NULL
if (requireNamespace("MatchIt", quietly = TRUE)) {
  part <- data.frame(id = seq_len(few), treated = treated[1:few])
  score <- fit$linear.predictors[1:few]
  match <- function() MatchIt::matchit(treated ~ id, part, distance = score, caliper = 0.2 * sd(score), std.caliper = FALSE)
  matching <- seconds(match, 1)
}
cat(toJSON(list(logistic = logistic, balance = balance, matching = matching, beta = unname(coef(fit)), ks = ks), digits = NA, auto_unbox = TRUE, null = "null"))
