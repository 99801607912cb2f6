# The numbers of analyses/breast-hormone, from the CSV files of data-samples/breast alone.
# Run from the project's root: Rscript oracles/breast-hormone/oracle.R
options(digits = 17)
suppressPackageStartupMessages({ library(survival); library(Matching); library(jsonlite) })

# --- data: one row a patient -----------------------------------------------------------------------------------
folder <- "data-samples/breast"
patient <- read.csv(file.path(folder, "patient.csv"))
observed <- read.csv(file.path(folder, "observation.csv"))
events <- read.csv(file.path(folder, "collected_event.csv"))
number <- function(concept) { o <- observed[observed$concept == concept, ]; o$value_num[match(patient$patient_id, o$patient_id)] }
word <- function(concept) { o <- observed[observed$concept == concept, ]; o$value_text[match(patient$patient_id, o$patient_id)] }
outcome <- function(endpoint, column) { e <- events[events$endpoint == endpoint, ]; e[[column]][match(patient$patient_id, e$patient_id)] }
everyone <- data.frame(
  id = patient$patient_id, dataset = patient$dataset_id, age = patient$age_at_index,
  menopause = as.integer(word("menopause") == "post"),
  size = factor(word("tumour_size_class"), levels = c("<=20", "20-50", ">50")),
  grade3 = as.integer(number("grade") == 3), nodes = number("nodes"), pgr = number("pgr"), er = number("er"),
  hormone = word("adjuvant_hormone") == "yes", chemotherapy = word("adjuvant_chemotherapy") == "yes",
  time = outcome("RFS", "time_days"), status = as.integer(as.logical(outcome("RFS", "event"))),
  time2 = outcome("RFS_CENSORED_AT_RTIME", "time_days"), status2 = as.integer(as.logical(outcome("RFS_CENSORED_AT_RTIME", "event"))))

# --- methods ---------------------------------------------------------------------------------------------------
model <- trial ~ age + menopause + size + grade3 + nodes + pgr + er
propensity <- function(d) glm(model, binomial, d, epsilon = 1e-14, maxit = 100)
att <- function(d) { p <- fitted(propensity(d)); ifelse(d$trial == 1, 1, p / (1 - p)) }
ess <- function(w) sum(w)^2 / sum(w^2)
exact <- coxph.control(eps = 1e-12, iter.max = 50)
effect <- function(fit) { s <- sqrt(diag(vcov(fit)))[1]; b <- unname(coef(fit)[1])
  list(hr = exp(b), lower = exp(b - qnorm(.975) * s), upper = exp(b + qnorm(.975) * s), log_hr = b, se = s, p = 2 * pnorm(-abs(b / s))) }
crude <- function(d) effect(coxph(Surv(time, status) ~ trial, d, control = exact))
weighted <- function(d) effect(coxph(Surv(time, status) ~ trial, d, weights = att(d), robust = TRUE, control = exact))
arms <- function(trial, control) rbind(cbind(trial = rep(1, nrow(trial)), trial), cbind(trial = rep(0, nrow(control)), control))
matched_set <- function(d) {
  d$logit <- predict(propensity(d))
  d <- d[order(-d$logit), ]                        # largest first
  m <- Match(Tr = d$trial, X = d$logit, M = 1, replace = FALSE, ties = FALSE, caliper = 0.2, distance.tolerance = 0)
  rbind(cbind(d[m$index.treated, ], pair = seq_along(m$index.treated)), cbind(d[m$index.control, ], pair = seq_along(m$index.control)))
}
matched <- function(d) effect(coxph(Surv(time, status) ~ trial, d, cluster = pair, control = exact))
smd <- function(x, d, w) { t <- d$trial == 1; sd1 <- if (all(x %in% 0:1)) sqrt(mean(x[t]) * (1 - mean(x[t]))) else sd(x[t])
  (weighted.mean(x[t], w[t]) - weighted.mean(x[!t], w[!t])) / sd1 }
smds <- function(d, w) list(
  age = smd(d$age, d, w), menopause = smd(d$menopause, d, w), grade3 = smd(d$grade3, d, w), nodes = smd(d$nodes, d, w),
  pgr = smd(d$pgr, d, w), er = smd(d$er, d, w), size_20 = smd(as.integer(d$size == "<=20"), d, w),
  size_20_50 = smd(as.integer(d$size == "20-50"), d, w), size_50 = smd(as.integer(d$size == ">50"), d, w))
median_of <- function(d, w = NULL) { f <- if (is.null(w)) survfit(Surv(time, status) ~ 1, d) else survfit(Surv(time, status) ~ 1, d, weights = w, robust = TRUE)
  q <- quantile(f, c(.25, .5, .75)); na <- function(x) if (is.na(x)) NULL else unname(x)
  list(q1 = na(q$quantile[1]), median = na(q$quantile[2]), lower = na(q$lower[2]), upper = na(q$upper[2]), q3 = na(q$quantile[3])) }
follow_up <- function(d) { f <- survfit(Surv(time, 1 - status) ~ 1, d); q <- quantile(f, .5); list(median = unname(q$quantile), lower = unname(q$lower), upper = unname(q$upper)) }

# --- comparisons -----------------------------------------------------------------------------------------------
gbsg <- everyone[everyone$dataset == "gbsg", ]
rotterdam <- everyone[everyone$dataset == "rotterdam" & everyone$nodes > 0 & !everyone$hormone, ]
main <- arms(gbsg[gbsg$hormone, ], rotterdam)
pairs <- matched_set(main)
censored <- main; censored$time <- main$time2; censored$status <- main$status2
pairs_censored <- pairs; pairs_censored$time <- pairs$time2; pairs_censored$status <- pairs$status2
chemo <- arms(gbsg[gbsg$hormone, ], rotterdam[rotterdam$chemotherapy, ])
null <- arms(gbsg[!gbsg$hormone, ], rotterdam)
within <- arms(gbsg[gbsg$hormone, ], gbsg[!gbsg$hormone, ])
count <- function(d) list(trial = sum(d$trial == 1), control = sum(d$trial == 0), trial_events = sum(d$status[d$trial == 1]), control_events = sum(d$status[d$trial == 0]))
w <- att(main); one <- rep(1, nrow(main)); one_pairs <- rep(1, nrow(pairs))
logrank <- survdiff(Surv(time, status) ~ trial, main)
c_statistic <- function(d) { p <- fitted(propensity(d)); r <- rank(p); n1 <- sum(d$trial == 1); n0 <- sum(d$trial == 0); (sum(r[d$trial == 1]) - n1 * (n1 + 1) / 2) / (n1 * n0) }
zph <- function(d, w = NULL) { f <- if (is.null(w)) coxph(Surv(time, status) ~ trial, d, control = exact) else coxph(Surv(time, status) ~ trial, d, weights = w, robust = TRUE, control = exact)
  z <- cox.zph(f, transform = "km")$table["GLOBAL", ]; list(chisq = unname(z["chisq"]), p = unname(z["p"])) }
out <- list(
  ph_crude = zph(main), ph_weighted = zph(main, w),
  counts = count(main), crude = crude(main), weighted = weighted(main), ess = ess(w[main$trial == 0]),
  largest_share = max(w[main$trial == 0]) / sum(w[main$trial == 0]), c_statistic = c_statistic(main),
  coefficients = as.list(setNames(unname(coef(propensity(main))), names(coef(propensity(main))))),
  caliper = 0.2 * sd(predict(propensity(main))), pairs = nrow(pairs) / 2, matched_counts = count(pairs), matched = matched(pairs),
  smd_before = { s <- smds(main, one); s }, smd_weighted = smds(main, w),
  # after matching the denominator stays that of the whole trial arm
  smd_matched = { s <- list(); for (v in c("age", "menopause", "grade3", "nodes", "pgr", "er")) { x <- main[[v]]; t <- main$trial == 1
      sd1 <- if (all(x %in% 0:1)) sqrt(mean(x[t]) * (1 - mean(x[t]))) else sd(x[t])
      s[[v]] <- (mean(pairs[[v]][pairs$trial == 1]) - mean(pairs[[v]][pairs$trial == 0])) / sd1 }; s },
  logrank = list(chisq = logrank$chisq, p = 1 - pchisq(logrank$chisq, 1)),
  median_trial = median_of(main[main$trial == 1, ]), median_control = median_of(main[main$trial == 0, ]),
  median_control_weighted = median_of(main[main$trial == 0, ], w[main$trial == 0]),
  follow_up_trial = follow_up(main[main$trial == 1, ]), follow_up_control = follow_up(main[main$trial == 0, ]),
  censored_weighted = effect(coxph(Surv(time, status) ~ trial, censored, weights = w, robust = TRUE, control = exact)),
  censored_matched = matched(pairs_censored), censored_events = sum(censored$status[censored$trial == 0]),
  chemo_n = sum(chemo$trial == 0), chemo_ess = ess(att(chemo)[chemo$trial == 0]), chemo_share = mean(rotterdam$chemotherapy),
  null_check = weighted(null), within_crude = crude(within), within_weighted = weighted(within))
write(toJSON(out, digits = NA, auto_unbox = TRUE, null = "null", pretty = TRUE), "oracles/breast-hormone/fixture.json")
