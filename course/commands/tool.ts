/**
 * `npx kafka-topics …` and the other tools: the reference's, whatever the learner has touched.
 */
import { runTool } from '../image/run-tool.ts';

await runTool();
