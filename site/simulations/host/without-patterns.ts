/**
 * What stands in the place of re2js in a page: no simulation subscribes by a pattern, and the library
 * is a third of the broker's size. A group that asks for one all the same is told so.
 */
export class RE2JSException extends Error {}

export class RE2JSSyntaxException extends RE2JSException {
  getDescription(): string {
    return this.message;
  }
}

export const RE2JS = {
  compile(pattern: string): never {
    throw new RE2JSSyntaxException(`the broker in a page knows no patterns such as ${pattern}`);
  },
};
