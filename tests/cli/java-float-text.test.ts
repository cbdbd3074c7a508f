import { describe, expect, test } from 'vitest';
import { javaDoubleText, javaFloatText } from '#cli/java-float-text.ts';

describe('numbers as Java prints them', () => {
  test.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0, '0.0'],
    [0.1, '0.1'],
    [123.456, '123.456'],
    [-1234567, '-1234567.0'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [1.25e10, '1.25E10'],
    [0.001, '0.001'],
    [0.00099, '9.9E-4'],
    [-1e-5, '-1.0E-5'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('the double %d is %s', (value, text) => {
    expect(javaDoubleText(value)).toBe(text);
  });

  test.each([
    [0.1, '0.1'],
    [16777216, '1.6777216E7'],
    [3.14159274, '3.1415927'],
    [-2.5, '-2.5'],
    [3.4028235e38, '3.4028235E38'],
    [Number.NaN, 'NaN'],
  ])('the float %d is %s', (value, text) => {
    expect(javaFloatText(Math.fround(value))).toBe(text);
  });
});
