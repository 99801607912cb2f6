# Writes the CSV files of this folder: GBSG trial and Rotterdam tumour bank from R's survival package, in the RWiD tables.
# Rscript make-sample.R      (in this folder; R 4.2.2, survival 3.5-3; no randomness)
library(survival)

id <- function(dataset, pid) paste0(dataset, ":", pid)
write_table <- function(rows, name)
  write.csv(rows, paste0(name, ".csv"), row.names = FALSE, na = "", fileEncoding = "UTF-8", eol = "\n", quote = TRUE)

write_table(data.frame(
  dataset_id = c("gbsg", "rotterdam"),
  kind = c("trial", "registry"),
  time_basis = "days_from_index",
  name = c("German Breast Cancer Study Group trial 2 (1984-1989)", "Rotterdam tumour bank (surgery 1978-1993)"),
  version = "R package survival 3.5-3",
  provenance = c(
    "survival::gbsg; Schumacher et al. 1994; Royston and Altman 2013",
    "survival::rotterdam; Foekens et al. 2000; Royston and Altman 2013"),
  licence = "LGPL (>= 2), as R package survival",
  deidentification = "as published: running patient numbers, times in days, no calendar dates"
), "dataset")

write_table(rbind(
  data.frame(
    patient_id = id("gbsg", gbsg$pid), dataset_id = "gbsg", age_at_index = gbsg$age, sex = "female",
    trial_arm = ifelse(gbsg$hormon == 1, "hormone", "no_hormone")),
  data.frame(
    patient_id = id("rotterdam", rotterdam$pid), dataset_id = "rotterdam", age_at_index = rotterdam$age, sex = "female",
    trial_arm = NA)
), "patient")

observe <- function(dataset, pid, concept, number = NA, text = NA, unit = NA)
  data.frame(
    patient_id = id(dataset, pid), observation_id = concept, concept = concept, observed_day = 0,
    value_num = number, value_text = text, unit = unit)
yes_no <- function(flag) ifelse(flag == 1, "yes", "no")
menopause <- function(meno) ifelse(meno == 1, "post", "pre")
size_class <- function(mm) as.character(cut(mm, c(0, 20, 50, Inf), labels = c("<=20", "20-50", ">50")))

in_both <- function(dataset, d) rbind(
  observe(dataset, d$pid, "menopause", text = menopause(d$meno)),
  observe(dataset, d$pid, "grade", number = d$grade),
  observe(dataset, d$pid, "nodes", number = d$nodes, unit = "nodes"),
  observe(dataset, d$pid, "pgr", number = d$pgr, unit = "fmol/l"),
  observe(dataset, d$pid, "er", number = d$er, unit = "fmol/l"),
  observe(dataset, d$pid, "adjuvant_hormone", text = yes_no(d$hormon)))

write_table(rbind(
  in_both("gbsg", gbsg),
  observe("gbsg", gbsg$pid, "tumour_size_mm", number = gbsg$size, unit = "mm"),
  observe("gbsg", gbsg$pid, "tumour_size_class", text = size_class(gbsg$size)),
  observe("gbsg", gbsg$pid, "adjuvant_chemotherapy", text = "yes"),
  in_both("rotterdam", rotterdam),
  observe("rotterdam", rotterdam$pid, "tumour_size_class", text = as.character(rotterdam$size)),
  observe("rotterdam", rotterdam$pid, "adjuvant_chemotherapy", text = yes_no(rotterdam$chemo)),
  observe("rotterdam", rotterdam$pid, "surgery_year", number = rotterdam$year, unit = "year")
), "observation")

collect <- function(dataset, pid, endpoint, time, event, description)
  data.frame(
    patient_id = id(dataset, pid), endpoint = endpoint, evaluator = "investigator",
    time_days = time, event = ifelse(event == 1, "true", "false"), description = description)

r <- rotterdam
late_death <- r$recur == 0 & r$death == 1 & r$dtime > r$rtime
first_event <- pmax(r$recur, r$death)
write_table(rbind(
  collect("gbsg", gbsg$pid, "RFS", gbsg$rfstime, gbsg$status, "first of recurrence and death, as published"),
  collect("gbsg", gbsg$pid, "RFS_CENSORED_AT_RTIME", gbsg$rfstime, gbsg$status, "as RFS"),
  collect("rotterdam", r$pid, "RFS", ifelse(r$recur == 1, r$rtime, r$dtime), first_event, "first of recurrence and death"),
  collect(
    "rotterdam", r$pid, "RFS_CENSORED_AT_RTIME", ifelse(late_death | r$recur == 1, r$rtime, r$dtime),
    ifelse(late_death, 0, first_event), "as RFS; a death after the end of recurrence follow-up is censored at that end")
), "collected_event")
