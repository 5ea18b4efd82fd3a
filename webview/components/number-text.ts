const grouped = new Intl.NumberFormat('en');

/** 9522 → `9,522`. */
export function countText(count: number): string {
  return grouped.format(count);
}

/** A difference with its sign, also where it rounds to zero: `+0.012`, `−0.004`. */
export function signedText(difference: number, digits: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(digits)}`;
}

/** A score that may be below zero: `0.87`, `−0.42`. */
export function scoreText(score: number): string {
  return score < 0 ? signedText(score, 2) : score.toFixed(2);
}

/** Seconds for people: `0.4 s`, `12 s`, `3 min 12 s`, `1 h 05 min`. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  return `${countText(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
}
