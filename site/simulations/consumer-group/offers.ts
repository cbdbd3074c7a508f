/**
 * What a reader may do now, as buttons.
 *
 * In a comparison an action is done to the members of one name in both groups, so it is offered where it
 * makes sense in one of them.
 */
import type { Offer } from '../core/simulation.ts';
import type { ActionKind, ActionTarget } from './happening.ts';
import type { MemberPicture, RunPicture } from './picture.ts';
import { memberNames } from './setup.ts';

const LABELS: Readonly<Record<ActionKind, string>> = {
  start: 'Start',
  crash: 'Kill',
  leave: 'Close',
  stall: 'Stop polling',
  'go-on': 'Poll on',
  cut: 'Cut its network',
  mend: 'Mend its network',
};

export function offersFor({ groups, isBrokerUp, isProducing }: RunPicture): Offer[] {
  const members = memberNames.flatMap((name) => {
    const same = groups.flatMap(({ members }) => members.filter((one) => one.name === name));
    const actions = new Set(same.flatMap(actionsOn));
    return [...actions].map((kind) => offer(kind, name, `Member ${name}`));
  });
  return [
    ...members,
    offer(isBrokerUp ? 'crash' : 'start', 'broker', 'Broker'),
    offer(isProducing ? 'stall' : 'go-on', 'producer', 'Producer'),
  ];
}

function actionsOn({ state, isCut }: MemberPicture): readonly ActionKind[] {
  if (state === 'not running') return isCut ? ['start', 'mend'] : ['start'];
  const stalls = state === 'standing still' ? 'go-on' : 'stall';
  const cuts = isCut ? 'mend' : 'cut';
  return state === 'closing' ? ['crash', cuts] : ['crash', 'leave', stalls, cuts];
}

function offer(kind: ActionKind, who: ActionTarget, group: string): Offer {
  const label = who === 'producer' && kind !== 'start' ? producerLabel(kind) : LABELS[kind];
  return { act: { name: kind, args: { who } }, label, group };
}

function producerLabel(kind: ActionKind): string {
  return kind === 'stall' ? 'Stop writing' : 'Write on';
}
