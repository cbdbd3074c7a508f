/**
 * Stands in for what a learner's file does not export (missing-exports.ts): it says so when it is
 * called, or made an object of.
 */
export function missing(name: string): () => never {
  return function lacking(): never {
    throw new TypeError(`${name} is not there: is it exported, by this very name?`);
  };
}
