# Turnbull's estimate: self-consistency, then Newton's method on the intervals that keep mass, with the optimality of the result checked
# (no gradient above the sum of weights, none below it where there is mass). Lung patients at visits about every 60 days.
# Run from the project root: Rscript oracles/turnbull/oracle.R
options(digits = 17)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
exact <- function(x) as.numeric(sprintf("%.15g", x))

# Positions: a day t is 2t, the time after it 2t + 1; every row is the closed range from `start` to `end`.
turnbull <- function(d) {
  w <- if (is.null(d$weight)) rep(1, length(d$left)) else d$weight
  start <- ifelse(d$rightCensored == 0 & d$left == d$right, 2 * d$left, 2 * d$left + 1)
  end <- ifelse(d$rightCensored == 1, Inf, 2 * d$right)
  # Innermost: a start directly followed by an end.
  points <- rbind(data.frame(at = unique(start), kind = 0), data.frame(at = unique(end), kind = 1))
  points <- points[order(points$at, points$kind), ]
  k <- which(points$kind[-nrow(points)] == 0 & points$kind[-1] == 1)
  from <- points$at[k]; to <- points$at[k + 1]
  A <- outer(start, from, "<=") & outer(end, to, ">=")
  p <- rep(1 / length(from), length(from))
  slope <- function(p) colSums(A * (w / drop(A %*% p))) / sum(w)
  for (i in 1:3000) p <- p * slope(p)
  p[p < 1e-5] <- 0
  # Maximise sum(w log(Ap)) - sum(w) sum(p): its maximum has sum(p) = 1.
  for (i in 1:200) {
    on <- p > 0
    f <- drop(A %*% p)
    step <- drop(solve(crossprod(A[, on] * sqrt(w) / f), sum(w) * (slope(p)[on] - 1)))
    reach <- min(1, (p[on] / -step)[step < 0])
    moved <- p[on] + reach * step
    moved[moved < 1e-12] <- 0
    p[on] <- moved
    gradient <- slope(p)
    if (reach == 1 && max(abs(step)) < 1e-12) {
      best <- which.max(gradient)
      if (gradient[best] < 1 + 1e-10) break
      p[best] <- 1e-6
    }
  }
  stopifnot(max(gradient) < 1 + 1e-9, max(abs(gradient[p > 0] - 1)) < 1e-9)
  list(left = floor(from / 2), right = ifelse(is.finite(to), to / 2, NA), mass = p, logLikelihood = sum(w * log(drop(A %*% p))))
}
case <- function(name, d) list(name = name, data = d, fit = turnbull(d))

set.seed(20240616)
n <- nrow(lung)
event <- lung$status == 2
visits <- lapply(1:n, function(i) c(0, cumsum(sample(50:70, 20, TRUE))))
before <- sapply(1:n, function(i) max(visits[[i]][visits[[i]] < lung$time[i]]))
after <- sapply(1:n, function(i) min(visits[[i]][visits[[i]] >= lung$time[i]]))
seen <- list(left = before, right = ifelse(event, after, 0), rightCensored = as.integer(!event))
# Every third event is a death known to the day.
known <- event & seq_len(n) %% 3 == 0
mixed <- list(left = ifelse(known, lung$time, before), right = ifelse(known, lung$time, seen$right), rightCensored = seen$rightCensored)
weight <- exact(round(rgamma(n, 2, 1.5) + 0.05, 6))
write_json(list(
  source = "Turnbull 1976, by self-consistency and Newton's method; data survival::lung at simulated visits",
  cases = list(
    case("lung at visits", seen), case("lung at visits, a third of the deaths exact", mixed), case("lung at visits, weighted", c(seen, list(weight = weight)))
  )
), "oracles/turnbull/fixture.json", digits = NA, na = "null", auto_unbox = TRUE)
