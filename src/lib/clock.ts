/** The time as a value that is passed on, so that tests can set it by hand. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** `seconds` after `date` (before it, when negative). */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}

/** Whole seconds since 1970, as JWT's NumericDate counts (RFC 7519 section 2). */
export function epochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
