/**
 * "Log against queue" in a page.
 */
import { runPage } from '../ui/run-page.tsx';
import { declaration } from './declaration.ts';
import { BothView } from './view.tsx';

export const mount = runPage(declaration, BothView);
