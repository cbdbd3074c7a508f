/**
 * Virtual time as a reader wants it: `0.35 s`, `4 min 10 s`, `3 d 2 h`.
 */
const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
] as const;

export function timeInWords(ms: number): string {
  const at = UNITS.findIndex((unit) => ms >= unit.ms);
  if (at === -1) return `${shortSeconds(ms)} s`;
  const { name, ms: size } = UNITS[at] as (typeof UNITS)[number];
  const whole = Math.floor(ms / size);
  const rest = ms - whole * size;
  const next = UNITS[at + 1];
  const restInWords =
    next === undefined
      ? `${Math.floor(rest / 1000)} s`
      : `${Math.floor(rest / next.ms)} ${next.name}`;
  return restInWords.startsWith('0 ') ? `${whole} ${name}` : `${whole} ${name} ${restInWords}`;
}

function shortSeconds(ms: number): string {
  const seconds = ms / 1000;
  if (Number.isInteger(seconds)) return String(seconds);
  return seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1);
}
