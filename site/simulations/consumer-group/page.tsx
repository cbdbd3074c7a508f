/**
 * The consumer group's page: its model in the frame that all simulations have.
 */
import { runPage } from '../ui/run-page.tsx';
import { consumerGroup } from './model.ts';
import { GroupView } from './view.tsx';

export const mount = runPage(consumerGroup, GroupView);
