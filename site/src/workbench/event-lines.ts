/**
 * Server-sent events out of text as it arrives, in pieces of any size.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html, as much of it as the workbench sends.
 */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

export class EventLines {
  #rest = '';

  /** The events that are complete with this piece. */
  take(piece: string): ServerEvent[] {
    const parts = (this.#rest + piece).split('\n\n');
    this.#rest = parts.pop() ?? '';
    return parts.flatMap(eventIn);
  }
}

/** A comment (the server's beat) is no event. */
function eventIn(block: string): ServerEvent[] {
  let name = 'message';
  let data: string | undefined;
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    if (line.startsWith('data: ')) data = line.slice(6);
  }
  return data === undefined ? [] : [{ name, data }];
}
