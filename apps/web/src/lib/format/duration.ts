export type DurationParts =
  | { unit: 'seconds'; seconds: number }
  | { unit: 'minutes'; minutes: number; seconds: number }
  | { unit: 'hours'; hours: number; minutes: number }
  | { unit: 'days'; days: number; hours: number };

/** A duration as its two largest units, rounded to the smaller of them. */
export function durationParts(seconds: number): DurationParts {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return { unit: 'seconds', seconds: s };
  if (s < 3600) return { unit: 'minutes', minutes: Math.floor(s / 60), seconds: s % 60 };
  const m = Math.round(s / 60);
  if (m < 24 * 60) return { unit: 'hours', hours: Math.floor(m / 60), minutes: m % 60 };
  const h = Math.round(m / 60);
  return { unit: 'days', days: Math.floor(h / 24), hours: h % 24 };
}
