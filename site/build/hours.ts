/**
 * Minutes as one says them: `45 minutes`, `about 6 hours`.
 */
export function hoursOf(minutes: number): string {
  if (minutes < 90) return `${minutes} minutes`;
  const hours = Math.round(minutes / 30) / 2;
  return `about ${hours} hours`;
}
