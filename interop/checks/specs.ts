import type { Check } from '../check.ts';
export const specChecks: Check[] = [];
