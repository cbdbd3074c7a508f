/** Task 2.7: assignments that begin with the last one, and members that read on while they change. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '2.7',
  title: 'Sticky and cooperative',
  outcome: 'When members come and go, only what has to move moves, and the rest is read meanwhile.',
  section: 'sticky-and-cooperative',
  minutes: 60,
  files: [
    {
      file: 'clients/assignors/ownership.ts',
      symbols: ['ownersOf'],
      given: ['Ownership'],
    },
    { file: 'clients/assignors/even-shares.ts', symbols: ['shareEvenly'] },
    { file: 'clients/assignors/cooperative-adjustment.ts', symbols: ['withholdOwned'] },
  ],
  hints: [
    'Each of the three is one question. Who is right about a partition? What is the most that a member may keep? Who could still be reading it? None needs to know how the other two are answered.',
    'shareEvenly in two passes. First each member keeps what it has, up to the larger share as long as there are larger shares to give, else up to the smaller one. Then what nobody has kept goes to members below the smaller share, until there are none, and the last ones to members that have exactly it.',
    'ownersOf: keep for each partition the newest generation seen and the members of it. A claim of a newer generation begins the set anew, one of the same joins it, an older one is passed over. withholdOwned: keep a partition in a share only if every owner of it (there may be none) is the member of that share.',
  ],
  behaviours: [
    {
      id: 'owners-claims',
      says: 'finds who claims each partition; two of one generation both count',
      points: 1,
      hint: 'An old claim that nobody contradicts counts as well. Two owners are not an error: the caller has to know that it is in dispute.',
      symbol: 'ownersOf',
    },
    {
      id: 'owners-newest',
      says: 'believes for each partition the newest generation that claims it, in whatever order the claims come',
      points: 1,
      hint: 'It is decided partition by partition, not by the newest generation of the group. A newer claim drives out all older ones, also two that were in dispute. -1 is older than any.',
      symbol: 'ownersOf',
    },
    {
      id: 'even-fresh',
      says: 'divides among members that have nothing, so that no two differ by more than one',
      points: 1,
      hint: 'There are n % m larger shares; everybody else has the smaller one. Fill all to the smaller share before anybody gets one more.',
      symbol: 'shareEvenly',
    },
    {
      id: 'even-stays',
      says: 'moves nothing where the shares are even already, whoever has the larger ones',
      points: 1,
      hint: 'A larger share belongs to a member that has that many, not to the first by id.',
      symbol: 'shareEvenly',
    },
    {
      id: 'even-joins',
      says: 'gives a new member its share, from those that have too much, and moves nothing else',
      points: 1,
      hint: 'What a member keeps is decided before anything is given out. What is beyond its share is free, and so is what nobody had.',
      symbol: 'shareEvenly',
    },
    {
      id: 'even-leaves',
      says: 'divides what a member has left among the others, who keep all of theirs',
      points: 1,
      hint: 'Nobody is over its share then, so nobody gives up anything; all that is free goes to those who lack.',
      symbol: 'shareEvenly',
    },
    {
      id: 'even-always',
      says: 'is even and complete, keeps as much as any even assignment can, and is the same in any order',
      points: 1,
      hint: 'If too little is kept: did someone with many partitions get only the smaller share, while a larger one went to someone who had to be given it? If the order matters: sort the members, and what each has.',
      symbol: 'shareEvenly',
    },
    {
      id: 'withhold-owned',
      says: 'withholds what another member owns, and leaves what is free or the member’s own',
      points: 1,
      hint: 'Look at the owners of each partition, not at what the member had. What nobody owns can be given at once. A member whose share becomes empty keeps its entry.',
      symbol: 'withholdOwned',
    },
    {
      id: 'withhold-disputed',
      says: 'withholds a partition that two members claim from both of them',
      points: 1,
      hint: 'That one of its owners is to get it does not help: the other one may still be reading it.',
      symbol: 'withholdOwned',
    },
    {
      id: 'cooperative-two-steps',
      says: 'moves partitions in two rebalances in which no partition is ever with two members, and what stays is read on',
      points: 1,
      hint: 'The trace shows who claimed what and who was given what. If it does not settle in the second rebalance, something is withheld that nobody claims any more.',
      symbol: 'withholdOwned',
    },
  ],
});
