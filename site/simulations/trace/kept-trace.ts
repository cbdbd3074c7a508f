/**
 * What the workbench keeps of a behaviour's last failure. Only a page that the workbench served may ask.
 */
import { checkTrace, NoTrace, type Trace } from './trace.ts';

/** @throws NoTrace */
export async function keptTrace(id: string): Promise<Trace> {
  const token = document.querySelector('meta[name="gregor-workbench"]')?.getAttribute('content');
  if (token === null || token === undefined) {
    throw new NoTrace('This link is one to a workbench: start it by npm start, and open it there.');
  }
  const answer = await ask(id, token);
  if (answer.status === 401) {
    throw new NoTrace('This page is of an earlier workbench. Load it again.');
  }
  if (!answer.ok) {
    throw new NoTrace(`The workbench has no trace of ${id}: run it again, and it will have one.`);
  }
  return checkTrace(await answer.json());
}

async function ask(id: string, token: string): Promise<Response> {
  const headers = { 'gregor-token': token };
  try {
    return await fetch(`/workbench/traces/${encodeURIComponent(id)}`, { headers });
  } catch {
    throw new NoTrace('The workbench does not answer: is npm start running?');
  }
}
