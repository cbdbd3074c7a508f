/**
 * Floating-point numbers as Java prints them: never like whole numbers, and with an exponent outside of
 * 0.001 to 10,000,000.
 *
 *     1.0   0.1   1.5E7   1.0E-5   NaN   -Infinity
 */

/** A double: the shortest digits that tell it from its neighbours. */
export function javaDoubleText(value: number): string {
  return javaText(value, value.toExponential());
}

/** A float: digits that tell it from other floats, which are fewer than a double's. */
export function javaFloatText(value: number): string {
  const FLOAT_DIGITS = 9;
  for (let digits = 0; digits < FLOAT_DIGITS; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return javaText(value, text);
  }
  return javaText(value, value.toExponential(FLOAT_DIGITS));
}

/** `exponential` is the value in JavaScript's words, such as `-1.25e+7`. */
function javaText(value: number, exponential: string): string {
  if (!Number.isFinite(value)) return String(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', power = ''] = exponential.replace(/^-/, '').split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (value !== 0 && (exponent < -3 || exponent >= 7)) {
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  }
  const padded = exponent < 0 ? '0'.repeat(-exponent) + digits : digits.padEnd(exponent + 1, '0');
  const whole = Math.max(exponent, 0) + 1;
  return `${sign}${padded.slice(0, whole)}.${padded.slice(whole) || '0'}`;
}
