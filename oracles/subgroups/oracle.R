# Subgroup effects and interaction. Hazard ratio: coxph of the arm within each level with ATT weights kept (glm on everyone) or made anew (glm within the level),
# robust variance; the interaction is the robust Wald test of arm:level in one coxph stratified by the level, which fits the levels apart. Risk difference: lm
# of the arm within the level with the weights, sandwich HC0. Made-up data with tied whole-day times. Rscript oracles/subgroups/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(jsonlite); library(survival); library(sandwich) })
set.seed(20250301)
n <- 360
x1 <- round(rnorm(n, 60, 9), 1); g <- sample(0:2, n, TRUE, c(0.4, 0.35, 0.25))
a <- rbinom(n, 1, plogis(-0.6 + 0.04 * (x1 - 60) + 0.3 * (g == 1) + 0.5 * (g == 2)))
latent <- rexp(n, exp(-6.3 + 0.03 * (x1 - 60) + 0.3 * (g == 2) - 0.5 * a + 0.5 * a * (g == 2))); cens <- runif(n, 200, 1500)
time <- pmax(1, ceiling(pmin(latent, cens) / 7) * 7); status <- as.integer(latent <= cens)
y <- rbinom(n, 1, plogis(-0.5 + 0.02 * (x1 - 60) + 0.5 * a - 0.3 * a * (g == 1)))
d <- data.frame(x1, g = factor(g), a, time, status, y)
tight <- glm.control(epsilon = 1e-15, maxit = 100)
ctrl <- coxph.control(eps = 1e-12, iter.max = 100, toler.chol = 1e-13)
att <- function(e, a) ifelse(a == 1, 1, e / (1 - e))
d$kept <- att(fitted(glm(a ~ x1 + g, binomial, d, control = tight)), a)
d$anew <- NA
for (k in levels(d$g)) { own <- d$g == k; d$anew[own] <- att(fitted(glm(a ~ x1, binomial, d[own, ], control = tight)), d$a[own]) }
levels_of <- function(w) lapply(levels(d$g), function(k) {
  s <- d[d$g == k, ]; s$w <- s[[w]]; s$id <- seq_len(nrow(s))
  f <- coxph(Surv(time, status) ~ a, s, weights = w, robust = TRUE, cluster = id, control = ctrl)
  l <- lm(y ~ a, s, weights = w)
  list(n1 = sum(s$a), n0 = sum(1 - s$a), events1 = sum(s$status[s$a == 1]), log_hr = unname(coef(f)), log_hr_se = sqrt(f$var[1]), rd = unname(coef(l)[2]), rd_se = unname(sqrt(sandwich(l)[2, 2])))
})
interaction <- function(w) {
  d$w <- d[[w]]; d$id <- seq_len(n)
  f <- coxph(Surv(time, status) ~ a + a:g + strata(g), d, weights = w, robust = TRUE, cluster = id, control = ctrl)
  at <- grep(":", names(coef(f))); b <- coef(f)[at]; q <- sum(b * solve(f$var[at, at], b))
  list(chi_squared = q, p = pchisq(q, length(b), lower.tail = FALSE))
}
write_json(list(source = "survival 3.5-3 coxph, sandwich 3.0-2", x1 = x1, g = g, trial = a, time = time, status = status, y = y,
  kept = levels_of("kept"), anew = levels_of("anew"), interaction = list(kept = interaction("kept"), anew = interaction("anew"))),
  "oracles/subgroups/fixture.json", digits = NA, auto_unbox = TRUE)
