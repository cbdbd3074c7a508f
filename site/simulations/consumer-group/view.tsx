/**
 * The group as a picture: its phase, its members, who reads which partition since when, and what has
 * become of each record. Two groups stand side by side where there is room.
 */
import type { JSX } from 'preact';
import type { ViewProps } from '../ui/run-page.tsx';
import { wearStyles } from '../ui/wear-styles.ts';
import styles from './consumer-group.css?inline';
import { listed } from './partition-words.ts';
import type { GroupPicture, MemberPicture, RunPicture } from './picture.ts';
import { Records } from './records.tsx';
import { Ribbons } from './ribbons.tsx';
import { kinds } from './setup.ts';

wearStyles(styles);

export function GroupView({ frame }: ViewProps<RunPicture>): JSX.Element {
  const { groups, ends, atMs, isBrokerUp, isProducing } = frame.state;
  return (
    <div class="cg-room">
      <div class="cg" data-groups={groups.length}>
        {isBrokerUp ? null : <p class="cg-down">The broker is down.</p>}
        {isProducing ? null : <p class="cg-down">The producer does not write.</p>}
        {groups.map((group) => (
          <section class="cg-group" aria-label={`Group ${group.groupId}`}>
            <Heading group={group} />
            <Members members={group.members} />
            <Ribbons group={group} nowMs={atMs} />
            <Records group={group} ends={ends} />
            <Totals group={group} />
          </section>
        ))}
      </div>
    </div>
  );
}

function Heading({ group }: { group: GroupPicture }): JSX.Element {
  const { groupId, kind, phase, generations } = group;
  const { title, protocol, says } = kinds[kind];
  const last = generations.at(-1)?.generation;
  const epoch = protocol === 'classic' ? 'generation' : 'epoch';
  return (
    <header class="cg-heading">
      <h2>
        {groupId} <small>{groupId === kind ? '' : title}</small>
      </h2>
      <p class="cg-phase" data-phase={phase}>
        <b>{phase === 'none' ? 'no group yet' : phase}</b>
        {last === undefined ? null : (
          <span>
            {epoch} {last}
          </span>
        )}
      </p>
      <p class="cg-says">{says}</p>
    </header>
  );
}

const SIGNS: Readonly<Record<MemberPicture['state'], string>> = {
  'not running': '×',
  running: '▸',
  'standing still': '‖',
  closing: '⏏',
};

/** Members that are there, and those that were. */
function Members({ members }: { members: readonly MemberPicture[] }): JSX.Element {
  const shown = members.filter(({ wasThere, isCut }) => wasThere || isCut);
  return (
    <ul class="cg-members" aria-label="Members">
      {shown.length === 0 ? <li class="cg-nobody">no members yet</li> : null}
      {shown.map(({ name, state, isCut, owned, why }) => (
        <li class="cg-member" data-member={name} data-state={state}>
          <b>{name}</b> <span aria-hidden="true">{SIGNS[state]}</span> <span>{state}</span>
          {isCut ? <em>⚡ cut off</em> : null}
          {state === 'not running' ? null : <span class="cg-owned">owns {listed(owned)}</span>}
          {why === undefined ? null : <span class="cg-why">{why}</span>}
        </li>
      ))}
    </ul>
  );
}

function Totals({ group }: { group: GroupPicture }): JSX.Element {
  const { worked, repeats, lost, unreadMs } = group;
  return (
    <dl class="cg-totals">
      <div>
        <dt>worked on</dt>
        <dd>{worked}</dd>
      </div>
      <div data-sign={repeats > 0 ? 'warn' : undefined}>
        <dt>again</dt>
        <dd>{repeats}</dd>
      </div>
      <div data-sign={lost > 0 ? 'fail' : undefined}>
        <dt>lost</dt>
        <dd>{lost}</dd>
      </div>
      <div>
        <dt>partitions without a reader</dt>
        <dd>{(unreadMs / 1000).toFixed(1)} s</dd>
      </div>
    </dl>
  );
}
