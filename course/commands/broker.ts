/**
 * `npm run broker [server.properties] [-- --override key=value]`: the broker that the learner has
 * built so far; the reference supplies what is not begun yet. With nothing touched it is the
 * reference alone, and nothing stands between Node and it.
 */
import { runTool } from '../image/run-tool.ts';
import { integratedView } from '../learner-views.ts';
import { useView } from '../view-hooks.ts';

// npm takes `--override k=v` for a setting of its own, unless `--` stands before it.
if (process.env.npm_config_override !== undefined) {
  console.error(
    'npm kept --override for itself. Put -- before it: npm run broker -- --override key=value',
  );
  process.exit(1);
}

const view = integratedView();
if (view.learnerFiles.length > 0) {
  console.error(`Yours: ${view.learnerFiles.join(', ')}. The rest is the reference.`);
}
process.argv.splice(2, 0, 'broker');
if (view.learnerFiles.length === 0) {
  await runTool();
} else {
  useView(view);
  await import('../../solution/cli/run.ts');
}
