/**
 * The page's address for a trace, from whoever has one: the workbench, a simulation, a test. Relative to
 * the site's base, like all pages: `simulations/trace/#z=…`.
 */
import { type Trace, writeTrace } from './trace.ts';

export const TRACE_PAGE = 'simulations/trace/';

/** Undefined where there is nothing to show. */
export function traceLink(trace: Trace): string | undefined {
  return trace.lines.length === 0 ? undefined : `${TRACE_PAGE}#${writeTrace(trace)}`;
}

/** The link to what the workbench keeps of a behaviour's last failure: short enough for a terminal. */
export function keptTraceLink(id: string): string {
  return `${TRACE_PAGE}#of=${id}`;
}
