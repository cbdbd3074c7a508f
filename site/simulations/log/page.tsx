/**
 * The log in a page.
 */
import { runPage } from '../ui/run-page.tsx';
import { declaration } from './declaration.ts';
import { LogView } from './view.tsx';

export const mount = runPage(declaration, LogView);
