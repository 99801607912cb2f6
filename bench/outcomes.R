# The R side of bench/outcomes.mjs: the same problems from the same numbers. Arguments: the folder of the data, rows, rows of the bootstrap, resamples, rows of the robust model.
# Prints one line of JSON: seconds per task, and what the two sides must agree on.
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
n <- as.numeric(arguments[2]); few <- as.numeric(arguments[3]); resamples <- as.numeric(arguments[4]); part <- as.numeric(arguments[5])
p <- 9
X <- matrix(readBin(file.path(folder, "X"), "double", n * p, 8), n, p)
time <- readBin(file.path(folder, "time"), "integer", n, 4)
minute <- readBin(file.path(folder, "minute"), "integer", n, 4)
status <- readBin(file.path(folder, "status"), "integer", n, 1)
weight <- readBin(file.path(folder, "weight"), "double", n, 8)
d <- data.frame(time, minute, status, weight, X)
# Wall-clock and processor seconds, each the best of three runs: other work on the machine only ever adds.
seconds <- function(run, times = 3) {
  each <- replicate(times, { t <- system.time(run()); c(t[["elapsed"]], t[["user.self"]] + t[["sys.self"]]) })
  list(seconds = min(each[1, ]), processor = min(each[2, ]))
}
km <- seconds(function() kept <<- survfit(Surv(time, status) ~ 1, d)$surv)
log_rank <- seconds(function() chi <<- survdiff(Surv(time, status) ~ X1, d)$chisq)
cox <- seconds(function() fitted_beta <<- coef(coxph(Surv(time, status) ~ X1 + X2 + X3 + X4 + X5 + X6 + X7 + X8 + X9, d)), 2)
weighted <- seconds(function() robust <<- sqrt(coxph(Surv(minute, status) ~ X1, d[seq_len(part), ], weights = weight, robust = TRUE)$var[1]), 1)
small <- d[seq_len(few), ]
set.seed(1)
arms <- split(seq_len(few), small$X1)
bootstrap <- seconds(function() logs <<- replicate(resamples, {
  b <- small[unlist(lapply(arms, function(own) sample(own, replace = TRUE))), ]
  e <- fitted(glm(X1 ~ X2 + X3 + X4 + X5 + X6 + X7 + X8 + X9, binomial, b))
  b$w <- ifelse(b$X1 == 1, 1, e / (1 - e))
  coef(coxph(Surv(time, status) ~ X1, b, weights = w, robust = FALSE))[[1]]
}), 1)
cat(toJSON(list(km = km, logRank = log_rank, cox = cox, weighted = weighted, bootstrap = bootstrap, survival = tail(kept, 1), chiSquared = chi, beta = unname(fitted_beta),
  robust = robust, se = sd(logs)), digits = NA, auto_unbox = TRUE))
