# Distribution functions and quantiles of R's nmath, both tails, and quantile(type = 7).
# Run from the project root: Rscript oracles/distributions/oracle.R
options(digits = 17)
suppressPackageStartupMessages(library(jsonlite))
# jsonlite writes 15 significant digits: every argument is a number that survives them, so both sides see the same double.
exact <- function(x) as.numeric(sprintf("%.15g", x))

# Beyond 37.5 R flushes the lower tail to zero.
x <- exact(c(seq(-37.5, 37.5, by = 0.5), -1.96, 1.96, 1e-10, -1e-10, 0.1234567890123, -5.4321))
p <- exact(c(1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-5, 0.001, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4999, 0.5, 0.5001, 0.75, 0.9, 0.95, 0.975, 0.99, 0.999, 0.99999))
normal <- list(
  x = x, cdf = pnorm(x), upper = pnorm(x, lower.tail = FALSE), twoSided = pmin(1, 2 * pnorm(-abs(x))),
  p = p, quantile = qnorm(p),
  level = c(0.5, 0.8, 0.9, 0.95, 0.99, 0.999), factor = qnorm((1 + c(0.5, 0.8, 0.9, 0.95, 0.99, 0.999)) / 2)
)

grid <- expand.grid(x = exact(c(1e-8, 0.001, 0.1, 0.5, 1, 2, 3.841, 7.5, 10, 10.32674, 25, 50, 100, 400, 1200)), df = c(1, 2, 3, 4, 5, 7, 10, 30, 99, 250))
quantiles <- expand.grid(p = exact(c(1e-10, 1e-4, 0.01, 0.05, 0.25, 0.5, 0.9, 0.95, 0.99, 0.9999)), df = c(1, 2, 3, 4, 5, 7, 10, 30, 99, 250))
# Many degrees of freedom: from far below the mean to far above it, in standard deviations of the cube root's normal approximation.
many <- expand.grid(z = c(-30, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8, 20), df = c(500, 1000, 2000, 2500, 3000, 5000, 10000, 39999, 40001, 100000))
many$x <- exact(with(many, df * (1 - 2 / (9 * df) + z * sqrt(2 / (9 * df)))^3))
grid <- rbind(grid, many[many$x > 0, c("x", "df")])
quantiles <- rbind(quantiles, expand.grid(p = exact(c(1e-10, 0.01, 0.05, 0.5, 0.95, 0.9999)), df = c(199, 201, 500, 1000, 2500, 5000, 39999, 40001, 100000)))
chiSquared <- list(
  x = grid$x, df = grid$df, upper = pchisq(grid$x, grid$df, lower.tail = FALSE),
  p = quantiles$p, quantileDf = quantiles$df, quantile = qchisq(quantiles$p, quantiles$df)
)

shapes <- data.frame(a = c(0.5, 1, 1, 2, 5, 10, 0.5, 30.5, 81, 148, 3, 0.2, 900), b = c(0.5, 1, 3, 2, 1, 90, 20.5, 12.5, 183, 2, 0.5, 0.3, 1100))
xs <- exact(c(1e-6, 0.001, 0.01, 0.1, 0.25, 0.3067, 0.5, 0.75, 0.9, 0.99, 0.9999))
ps <- exact(c(1e-6, 0.001, 0.005, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.995, 0.999))
at <- merge(shapes, data.frame(x = xs))
of <- merge(shapes, data.frame(p = ps))
beta <- list(
  x = at$x, a = at$a, b = at$b, cdf = pbeta(at$x, at$a, at$b),
  p = of$p, quantileA = of$a, quantileB = of$b, quantile = qbeta(of$p, of$a, of$b)
)

ts <- expand.grid(t = exact(c(-40, -8, -2.5, -1, -0.1, 1e-6, 0.5, 1.96, 3, 12, 100)), df = c(1, 2, 3.5, 5, 10, 29, 120, 4567.8))
levels <- expand.grid(level = c(0.5, 0.8, 0.9, 0.95, 0.99, 0.999), df = c(1, 2, 3.5, 5, 10, 29, 120, 4567.8))
student <- list(
  t = ts$t, df = ts$df, twoSided = 2 * pt(-abs(ts$t), ts$df),
  level = levels$level, factorDf = levels$df, factor = qt((1 + levels$level) / 2, levels$df)
)

set.seed(20240607)
probabilities <- exact(c(0, 0.01, 0.025, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.9, 0.975, 1))
samples <- list(
  list(7), list(1, 2), sort(exact(rnorm(10))), sort(exact(rexp(101, 1 / 400))), sort(round(runif(40, 0, 9))), c(-3, -3, -3, 0, 1e9)
)
quantile7 <- lapply(samples, function(s) {
  v <- unlist(s)
  list(values = I(v), p = probabilities, quantile = unname(quantile(v, probabilities, type = 7)))
})

write_json(
  list(source = "R stats: pnorm, qnorm, pchisq, qchisq, pbeta, qbeta, pt, qt, quantile(type = 7)",
       normal = normal, chiSquared = chiSquared, beta = beta, student = student, quantile7 = quantile7),
  "oracles/distributions/fixture.json", digits = NA, auto_unbox = TRUE
)
