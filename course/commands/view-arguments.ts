/**
 * The options that choose a view, taken out of a command line whose rest is for somebody else.
 */
import type { ViewOptions } from '../learner-views.ts';
import { PlainError } from '../plain-error.ts';

export interface ViewArguments {
  readonly options: ViewOptions;
  readonly rest: readonly string[];
}

/**
 * Takes `--solution`, `--integrated` and `--tree DIR`, also those that npm kept for itself because
 * no `--` stood before them.
 */
export function viewArguments(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): ViewArguments {
  const rest: string[] = [];
  let solution = variables.npm_config_solution === 'true';
  let integrated = variables.npm_config_integrated === 'true';
  let tree = variables.npm_config_tree;
  for (let at = 0; at < args.length; at++) {
    const [option = '', value] = (args[at] as string).split(/=(.*)/s);
    if (option === '--solution') solution = true;
    else if (option === '--integrated') integrated = true;
    else if (option === '--tree') tree = value ?? args[++at] ?? '';
    else rest.push(args[at] as string);
  }
  if (tree === '' || tree === 'true') throw new PlainError('--tree wants a directory.');
  return { options: { solution, integrated, tree }, rest };
}
