/**
 * What the inspector's page drives: the state, the bytes that follow from it, and the fields in them.
 * No DOM.
 *
 *     form ──► broker ──► request, answer, .log, .index, .timeindex ──┐
 *     pasted bytes ───────────────────────────────────────────────────┴─► shown bytes ──► tree
 *
 * Invariant: the shown bytes are those that `state` names, with its edits in them; what a broker has
 * yet to say of an edit comes later, and the last question asked is the one that is answered. A broker
 * has one question at a time: of those that come meanwhile the last one is put to it, the others never.
 */

import type { Codecs } from '#env/codecs.ts';
import { type ByteNode, pathToByte } from '../../../course/bytes/byte-node.ts';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import type { Layout } from '../../../course/bytes/layout.ts';
import { type AnswerSentence, answerInWords, answerLayout } from './answer-words.ts';
import type { AskBroker, BrokerAnswer, Question } from './ask-broker.ts';
import type { LinkReading } from './link.ts';
import type { ProduceForm } from './produce-form.ts';
import { questionOf } from './question.ts';
import { pastedState, producedState, type State, type View, withEdits } from './state.ts';

/** Opens compressed records; what it can't open yet it may be able to a moment later. */
export interface Opening extends Codecs {
  /** Resolves when it can; undefined where nothing is to be waited for. */
  coming?(): Promise<unknown> | undefined;
}

/** Bytes before anything was written over, and what they are. */
interface Base {
  readonly bytes: Uint8Array;
  readonly layout: Layout;
}

export interface Shown {
  readonly bytes: Uint8Array;
  readonly layout: Layout;
  readonly root: ByteNode;
  /** Bytes that come out of others can't be written over. */
  readonly isInside: boolean;
  readonly edited: ReadonlySet<number>;
}

export interface Answer {
  readonly sentences: readonly AnswerSentence[];
  readonly received: Base | undefined;
}

export interface InspectorView {
  readonly state: State;
  readonly shown: Shown | undefined;
  /** The way to the chosen field, the root first. */
  readonly path: readonly ByteNode[];
  /** The views that there are bytes for. */
  readonly views: readonly View[];
  readonly answer: Answer | undefined;
  /** The broker has been asked, and has not answered yet. */
  readonly waits: boolean;
  readonly complaints: readonly string[];
}

export class Inspector {
  readonly #ask: AskBroker;
  readonly #codecs: Opening;
  readonly #listeners = new Set<() => void>();
  #state: State;
  #complaints: readonly string[];
  #bases: ReadonlyMap<View, Base> = new Map();
  #answer: Answer | undefined;
  #waits = false;
  /** Answers to older questions are dropped. */
  #question = 0;
  /** Over when the broker has no question. */
  #busy: Promise<unknown> = Promise.resolve();
  #shown: Shown | undefined;
  #view: InspectorView | undefined;

  constructor(ask: AskBroker, codecs: Opening, { state, complaints }: LinkReading) {
    this.#ask = ask;
    this.#codecs = codecs;
    this.#state = state;
    this.#complaints = complaints;
  }

  /** Calls `listener` after each change; returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The same object until something changes. */
  view(): InspectorView {
    this.#view ??= {
      state: this.#state,
      shown: this.#shown,
      path: this.#path(),
      views: [...this.#bases.keys()],
      answer: this.#answer,
      waits: this.#waits,
      complaints: this.#complaints,
    };
    return this.#view;
  }

  /** Fills the inspector for the state that it has; resolves when a broker has answered. */
  async load(): Promise<void> {
    const { source } = this.#state;
    if (source.kind === 'produced') return this.#produce(source.form);
    this.#bases = new Map([['bytes', { bytes: source.bytes, layout: source.layout }]]);
    await this.#show();
  }

  /** Another state, as a link gives it. */
  restart({ state, complaints }: LinkReading): Promise<void> {
    this.#begin(state);
    this.#complaints = complaints;
    return this.load();
  }

  /** Other records, or sent in another way; what was written over is forgotten. */
  produce(form: ProduceForm): Promise<void> {
    const { view, scenario } = this.#state;
    this.#begin({ ...producedState(form, view === 'bytes' ? 'request' : view), scenario });
    return this.load();
  }

  /** Bytes that the reader brought; with another layout, the same ones read as something else. */
  paste(bytes: Uint8Array, layout: Layout): Promise<void> {
    this.#begin(pastedState(bytes, layout));
    return this.load();
  }

  look(view: View): void {
    if (!this.#bases.has(view)) return;
    this.#state = { ...this.#state, view, at: 0, depth: undefined, within: undefined };
    void this.#show();
  }

  /** Chooses a byte, and the field at `depth` on the way to it; without it, the leaf. */
  choose(at: number, depth?: number): void {
    this.#state = { ...this.#state, at: this.#clamp(at), depth };
    this.#changed();
  }

  /** Writes over a byte. */
  edit(at: number, byte: number): void {
    const { view, edits } = this.#state;
    if (this.#shown === undefined || this.#shown.isInside) return;
    if (this.#shown.bytes[at] === byte || at >= this.#shown.bytes.length) return;
    this.#edited([...edits, { view, at, byte }], at);
  }

  /** Takes the last edit of the shown bytes back. */
  undo(): void {
    const { view, edits } = this.#state;
    const last = edits.findLastIndex((edit) => edit.view === view);
    const gone = edits[last];
    if (gone !== undefined) this.#edited(edits.toSpliced(last, 1), gone.at);
  }

  /** Looks at what the field with the chosen byte holds inside. */
  open(): void {
    this.#state = { ...this.#state, within: this.#state.at, at: 0, depth: undefined };
    void this.#show();
  }

  /** Back from the inside to the bytes around it. */
  close(): void {
    const { within = 0 } = this.#state;
    this.#state = { ...this.#state, within: undefined, at: within, depth: undefined };
    void this.#show();
  }

  /** Sends pasted bytes to a broker. */
  async ask(): Promise<void> {
    const { shown } = this;
    if (shown === undefined) return;
    const question = questionOf(shown.bytes, shown.layout);
    this.#forgetQuestion();
    if (typeof question === 'string') this.#answered({ sentences: [sentence(question)] });
    else await this.#put(question);
  }

  private get shown(): Shown | undefined {
    return this.#shown;
  }

  #begin(state: State): void {
    this.#forgetQuestion();
    this.#state = state;
    this.#complaints = [];
    this.#bases = new Map();
    this.#shown = undefined;
    this.#changed();
  }

  /** What is answered from now on was asked about other bytes. */
  #forgetQuestion(): void {
    this.#question += 1;
    this.#waits = false;
    this.#answer = undefined;
  }

  #produce(form: ProduceForm): Promise<void> {
    return this.#put({ kind: 'form', form, edits: this.#state.edits });
  }

  /** Asks, and shows what comes, unless something else has been asked by then. */
  async #put(question: Question): Promise<void> {
    const number = ++this.#question;
    this.#waits = true;
    this.#changed();
    await this.#busy;
    if (number !== this.#question) return;
    try {
      const answer = this.#ask(question);
      this.#busy = answer.catch(() => undefined);
      const found = await answer;
      if (number === this.#question) await this.#take(question, found);
    } catch (error) {
      if (number !== this.#question) return;
      this.#answered({ sentences: [sentence((error as Error).message)] });
    }
  }

  #take(question: Question, found: BrokerAnswer): Promise<void> {
    if (question.kind === 'form') this.#bases = basesOf(found);
    const received = { bytes: found.received, layout: answerLayout(found) };
    const isEmpty = found.received.length === 0;
    return this.#answered({
      sentences: answerInWords(found),
      ...(isEmpty ? {} : { received }),
    });
  }

  #answered({ sentences, received }: Partial<Answer> & Pick<Answer, 'sentences'>): Promise<void> {
    this.#waits = false;
    this.#answer = { sentences, received };
    return this.#show();
  }

  #edited(edits: State['edits'], at: number): void {
    const { source, view } = this.#state;
    this.#state = { ...this.#state, edits, at, depth: undefined };
    if (source.kind === 'pasted') this.#forgetQuestion();
    void this.#show();
    // All that a broker says follows from the request.
    if (source.kind === 'produced' && view === 'request') void this.#produce(source.form);
  }

  /** Resolves when it is shown: where a codec is still on its way, when that has come. */
  async #show(): Promise<void> {
    this.#shown = this.#shownNow();
    const coming = this.#codecs.coming?.();
    if (coming !== undefined) {
      await coming;
      return this.#show();
    }
    const { at } = this.#state;
    if (this.#shown !== undefined) this.#state = { ...this.#state, at: this.#clamp(at) };
    this.#changed();
  }

  #shownNow(): Shown | undefined {
    const { view, edits, within } = this.#state;
    const base = this.#bases.get(view);
    if (base === undefined) return undefined;
    const bytes = withEdits(base.bytes, edits, view);
    const root = describeLayout(base.layout, bytes, { codecs: this.#codecs });
    if (root === undefined) return undefined;
    const inside = within === undefined ? undefined : pathToByte(root, within).at(-1)?.inside?.();
    const { layout } = base;
    if (inside !== undefined) return { ...inside, layout, isInside: true, edited: new Set() };
    if (within !== undefined) this.#state = { ...this.#state, within: undefined };
    const edited = new Set(edits.filter((edit) => edit.view === view).map((edit) => edit.at));
    return { bytes, layout, root, isInside: false, edited };
  }

  #path(): readonly ByteNode[] {
    if (this.#shown === undefined) return [];
    const { root } = this.#shown;
    const { at, depth } = this.#state;
    const path = pathToByte(root, at);
    if (path.length === 0) return [root];
    return depth === undefined ? path : path.slice(0, Math.max(1, depth + 1));
  }

  #clamp(at: number): number {
    return Math.max(0, Math.min(at, (this.#shown?.bytes.length ?? 1) - 1));
  }

  #changed(): void {
    this.#view = undefined;
    for (const listener of this.#listeners) listener();
  }
}

function basesOf(answer: BrokerAnswer): ReadonlyMap<View, Base> {
  const { plain, received, files } = answer;
  return new Map<View, Base>([
    ['request', { bytes: plain, layout: 'request-frames' }],
    ['answer', { bytes: received, layout: answerLayout(answer) }],
    ['log', { bytes: files.log, layout: 'record-batch' }],
    ['index', { bytes: files.index, layout: 'offset-index' }],
    ['timeindex', { bytes: files.timeindex, layout: 'time-index' }],
  ]);
}

function sentence(words: string): AnswerSentence {
  return { words, isError: true };
}
