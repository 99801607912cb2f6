import type { Store } from "../store/store.js";

/**
 * How text of a file is read, as macros of the connection. Stricter than the engine's casts, which take 1_000 and nan
 * for numbers. Dates are ISO 8601, whole or cut after month or year (`2014-02`, `2014`, `2014---15`).
 */
export const macros = `
create temp macro clean(x) as nullif(trim(x), '');
create temp macro to_number(x) as case when isfinite(try_cast(x as double)) and not contains(x, '_') then try_cast(x as double) end;
create temp macro to_whole(x) as case when to_number(x) = trunc(to_number(x)) then try_cast(to_number(x) as integer) end;
create temp macro to_mm(x, unit) as case lower(unit)
  when 'mm' then to_number(x)
  when 'cm' then coalesce(cast(try_cast(x as decimal(18, 6)) * 10 as double), to_number(x) * 10)
end;
create temp macro date_precision(x) as case
  when x is null then null
  when regexp_full_match(x, '\\d{4}-\\d{2}-\\d{2}([T ].*)?') and try_cast(left(x, 10) as date) is not null then 'day'
  when regexp_full_match(x, '\\d{4}-(0[1-9]|1[0-2])') then 'month'
  when regexp_full_match(x, '\\d{4}(---\\d{2})?') then 'year'
  else 'none'
end;
create temp macro date_first(x) as case date_precision(x)
  when 'day' then cast(left(x, 10) as date)
  when 'month' then cast(x || '-01' as date)
  when 'year' then cast(left(x, 4) || '-01-01' as date)
end;
create temp macro date_middle(x) as case date_precision(x)
  when 'day' then cast(left(x, 10) as date)
  when 'month' then cast(x || '-15' as date)
  when 'year' then cast(left(x, 4) || '-07-01' as date)
end;
create temp macro date_whole(x) as case when date_precision(x) = 'day' then cast(left(x, 10) as date) end;
create temp macro sas_text(x) as case
  when regexp_full_match(x, '-?\\d+(\\.0+)?') and length(x) > 4 or x in ('0')
    then cast(cast(date '1960-01-01' + try_cast(to_number(x) as integer) as date) as varchar)
  else x
end`;

export function createMacros(store: Store): Promise<void> {
  return store.execute(macros);
}
