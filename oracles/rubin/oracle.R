# Rubin's rules: mice::pool.scalar and mice::pool of linear models on mice::nhanes2, whose imputations mice makes (only their pooling is compared).
# Run from the project root: Rscript oracles/rubin/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(mice) })
imputed <- mice(nhanes2, m = 7, seed = 20240607, printFlag = FALSE)
fits <- with(imputed, lm(chl ~ age + bmi))
terms <- names(coef(fits$analyses[[1]]))
pooled <- summary(pool(fits), conf.int = TRUE, conf.level = 0.9)
information <- pool(fits)$pooled
linear <- lapply(seq_along(terms), function(k) list(
  term = terms[k],
  estimate = vapply(fits$analyses, function(f) coef(f)[[k]], 0), variance = vapply(fits$analyses, function(f) vcov(f)[k, k], 0),
  completeDf = df.residual(fits$analyses[[1]]), level = 0.9,
  pooled = list(estimate = pooled$estimate[k], se = pooled$std.error[k], df = pooled$df[k], p = pooled$p.value[k],
                lower = pooled[k, "5 %"], upper = pooled[k, "95 %"],
                missingShare = information$lambda[k], missingInformation = information$fmi[k])
))
scalar <- lapply(list(c(100, 1), c(20, 1), c(1e7, 3)), function(nk) {
  estimate <- c(0.31, 0.27, 0.4, 0.22, 0.35); variance <- c(0.012, 0.014, 0.011, 0.013, 0.0125)
  s <- pool.scalar(estimate, variance, n = nk[1], k = nk[2])
  list(estimate = estimate, variance = variance, completeDf = nk[1] - nk[2], between = s$b, within = s$ubar, se = sqrt(s$t), df = s$df, missingInformation = s$fmi)
})
write_json(list(source = "R mice 3.15.0 pool, pool.scalar", linear = linear, scalar = scalar),
           "oracles/rubin/fixture.json", digits = NA, auto_unbox = TRUE)
