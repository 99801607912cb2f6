/**
 * The functions an `sql:` SELECT may call, by their DuckDB names. A positive list: what a later DuckDB adds is refused
 * until it was read. Left out are all that read files, settings or the catalogue, that depend on clock or chance (also
 * `age`, whose one-argument form takes today), approximate aggregates, and picks that break ties by row order (`mode`,
 * `arg_max`).
 */
export const scalarFunctions: ReadonlySet<string> = new Set(
  Object.values({
    operators: "+ - * / // % ** ^ & | ~ << >> || @ ~~ !~~ ~~* !~~* ~~~ ^@ @> <@ &&",
    numbers: `abs add subtract multiply divide ceil ceiling floor round round_even trunc sign sqrt cbrt exp ln log log2 log10
      pow power mod fmod pi least greatest isnan isinf isfinite degrees radians sin cos tan asin acos atan atan2 gcd lcm
      factorial even nullif`,
    text: `lower upper lcase ucase length len strlen char_length character_length substring substr left right trim ltrim
      rtrim lpad rpad replace translate reverse repeat concat concat_ws contains starts_with prefix ends_with suffix
      position instr strpos split string_split str_split split_part regexp_matches regexp_full_match regexp_extract
      regexp_extract_all regexp_replace regexp_split_to_array string_split_regex str_split_regex like_escape
      not_like_escape ilike_escape not_ilike_escape ascii chr ord unicode strip_accents nfc_normalize format printf
      levenshtein editdist3 hamming jaccard md5 sha256`,
    dates: `date_part datepart date_diff datediff date_sub datesub date_add date_trunc datetrunc year month day quarter
      week weekofyear weekday isodow isoyear yearweek dayofmonth dayofweek dayofyear decade century era hour minute second
      epoch julian last_day make_date strftime strptime try_strptime to_days to_weeks to_months to_quarters to_years
      to_hours to_minutes to_seconds monthname dayname days_in_month`,
    lists: `list_value list_pack array_value list_extract list_element array_extract element_at list_contains list_has
      array_contains array_has list_position array_position list_has_any list_has_all list_sort array_sort
      list_reverse_sort list_reverse array_reverse list_distinct list_unique list_slice array_slice list_concat list_cat
      list_append list_prepend array_length cardinality list_transform list_apply list_filter array_transform array_filter
      list_sum list_min list_max list_count range generate_series unnest flatten struct_pack row struct_extract map
      map_extract map_keys map_values`,
  }).flatMap((names) => names.split(/\s+/)),
);

/**
 * Aggregates whose value does not depend on the order of the rows. Sums of real numbers may differ in their last digit.
 */
export const aggregateFunctions: ReadonlySet<string> = new Set(
  `count count_star count_if countif sum fsum kahan_sum sumkahan avg mean favg min max product bool_and bool_or bit_and
  bit_or bit_xor stddev stddev_samp stddev_pop variance var_samp var_pop median quantile quantile_cont quantile_disc
  mad corr covar_samp covar_pop`.split(/\s+/),
);

/** Aggregates and window functions that need an ORDER BY of their own to mean anything. */
export const orderedFunctions: ReadonlySet<string> = new Set(
  `first last first_value last_value nth_value lag lead row_number rank rank_dense dense_rank percent_rank cume_dist
  ntile list array_agg string_agg group_concat listagg`.split(/\s+/),
);

/** Functions that may stand in FROM. */
export const tableFunctions: ReadonlySet<string> = new Set(["range", "generate_series", "unnest"]);

/** Names that SQL reads as a function call though they look like columns. */
export const clockNames: ReadonlySet<string> = new Set(
  `current_date current_time current_timestamp current_localtime current_localtimestamp localtime localtimestamp
  current_user current_role current_catalog current_schema session_user user`.split(/\s+/),
);
