/**
 * What vitest tells in a run of graders, written into the same record as what behaviours tell of
 * themselves: the graders that could not even be loaded. It prints nothing: the record is read by
 * the process that started this one, and may be all that is left of it.
 */
import type { Reporter, TestModule } from 'vitest/node';
import { readAssignment } from './assignment.ts';
import { describeLoadFailure } from './describe-load-failure.ts';
import { appendHappening } from './happening.ts';

export class Recorder implements Reporter {
  onTestModuleQueued(module: TestModule): void {
    const { record } = readAssignment();
    appendHappening(record, { file: module.relativeModuleId, state: 'loading' });
  }

  onTestModuleEnd(module: TestModule): void {
    const { record, view } = readAssignment();
    const [error] = module.errors();
    if (error === undefined || /^No test (suite )?found/.test(error.message)) return;
    const thrown = Object.assign(new Error(error.message), {
      name: error.name ?? 'Error',
      stack: error.stack ?? '',
    });
    const failure = describeLoadFailure(thrown, view);
    appendHappening(record, { file: module.relativeModuleId, state: 'unloaded', error: failure });
  }
}
