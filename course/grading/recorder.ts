/**
 * What vitest tells in a run of graders, written into the same record as what behaviours tell of
 * themselves: the graders that could not even be loaded. It prints nothing: the record is read by
 * the process that started this one, and may be all that is left of it.
 */
import type { Reporter, TestModule } from 'vitest/node';
import type { View } from '../view.ts';
import { describeFailure } from './describe-failure.ts';
import { appendHappening } from './happening.ts';

export class Recorder implements Reporter {
  readonly #record: string;
  readonly #view: View;

  constructor(record: string, view: View) {
    this.#record = record;
    this.#view = view;
  }

  onTestModuleEnd(module: TestModule): void {
    const [error] = module.errors();
    if (error === undefined || /^No test (suite )?found/.test(error.message)) return;
    const thrown = Object.assign(new Error(error.message), {
      name: error.name ?? 'Error',
      stack: error.stack ?? '',
    });
    appendHappening(this.#record, {
      file: module.relativeModuleId,
      state: 'unloaded',
      error: describeFailure(thrown, this.#view, []),
    });
  }
}
