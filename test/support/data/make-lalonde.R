# Writes lalonde.csv beside itself: MatchIt::lalonde as it stands (185 treated of the National Supported Work Demonstration,
# 429 of the Population Survey of Income Dynamics). R package MatchIt 4.5.1, GPL (>= 2); data: Dehejia & Wahba 1999.
library(MatchIt)
write.csv(lalonde, "lalonde.csv", row.names = FALSE, quote = FALSE, eol = "\n")
