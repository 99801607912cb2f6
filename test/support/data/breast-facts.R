# Writes breast-facts.json beside itself: counts and sums of survival::gbsg and survival::rotterdam, straight from R, to hold
# data-samples/breast against. R 4.2.2, survival 3.5-3. Rscript breast-facts.R (in this folder)
library(survival)
library(jsonlite)
options(digits = 17)

sums <- function(d, columns) as.list(colSums(d[columns]))
endpoints <- function(d) list(
  n = nrow(d), events = sum(d$event), days = sum(d$time),
  events_censored_at_rtime = sum(d$event2), days_censored_at_rtime = sum(d$time2))

g <- transform(gbsg, time = rfstime, event = status, time2 = rfstime, event2 = status)
r <- within(rotterdam, {
  time <- ifelse(recur == 1, rtime, dtime)
  event <- pmax(recur, death)
  late <- recur == 0 & death == 1 & dtime > rtime
  time2 <- ifelse(late, rtime, time)
  event2 <- ifelse(late, 0, event)
})
shared <- c("age", "meno", "grade", "nodes", "pgr", "er", "hormon")
g_class <- table(cut(g$size, c(0, 20, 50, Inf), labels = c("<=20", "20-50", ">50")))
facts <- list(
  gbsg = c(list(n = nrow(g)), sums(g, c(shared, "size")), size_class = list(as.list(g_class))),
  rotterdam = c(list(n = nrow(r)), sums(r, c(shared, "chemo", "year")), size_class = list(as.list(table(r$size)))),
  endpoints = list(
    gbsg = endpoints(g), rotterdam = endpoints(r),
    trial_arm = endpoints(subset(g, hormon == 1)),
    control_arm = endpoints(subset(r, nodes > 0 & hormon == 0))))
write(toJSON(facts, auto_unbox = TRUE, digits = NA, pretty = TRUE), "breast-facts.json")
