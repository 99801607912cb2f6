# The real external control arm that several oracles share: GBSG's hormone-treated patients (treated = 1) against the Rotterdam
# registry's node-positive patients without hormone (treated = 0), both in survival. Covariates in both, in one coding.
breast <- function() {
  g <- subset(survival::gbsg, hormon == 1)
  r <- subset(survival::rotterdam, nodes > 0 & hormon == 0)
  tumour_size <- c("<=20", "20-50", ">50")
  g$size <- factor(as.character(cut(g$size, c(0, 20, 50, Inf), tumour_size)), tumour_size)
  r$size <- factor(as.character(r$size), tumour_size)
  keep <- c("age", "meno", "size", "grade", "nodes", "pgr", "er")
  d <- rbind(cbind(treated = 1, g[keep]), cbind(treated = 0, r[keep]))
  d$grade3 <- as.numeric(d$grade == 3)
  rownames(d) <- NULL
  d
}

breast_model <- treated ~ age + meno + size + grade3 + nodes + pgr + er
