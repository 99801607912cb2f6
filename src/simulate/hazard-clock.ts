/** A hazard on its way to the cumulative hazard at which something happens. */
export interface HazardClock {
  /** Cumulative hazard still to go. */
  left: number;
  /** Hazard per day at the end of the last step. */
  perDay: number;
}

/**
 * Moves the clock over a step that ends on `day`, at whose end the hazard is `perDay`: trapezium rule, the event inside its
 * step by the mean hazard. Returns the day of the event, Infinity where it is still to come. A clock that has rung is not
 * moved again.
 */
export function moveClock(clock: HazardClock, perDay: number, day: number, stepDays: number): number {
  const mean = (clock.perDay + perDay) / 2;
  clock.perDay = perDay;
  if (clock.left <= mean * stepDays) return day - stepDays + clock.left / mean;
  clock.left -= mean * stepDays;
  return Number.POSITIVE_INFINITY;
}
