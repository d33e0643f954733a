import { type KeyCommand, type KeyPlace, unlessMarked, unlessReplay, unlessResult } from '../keyCommand.js';

const OF_ROUNDS: readonly KeyPlace[] = ['rounds', 'round', 'weights'];

/** Keys of the list of rounds, and those that act on a round wherever it is shown. */
export const ROUNDS_KEYS: readonly KeyCommand[] = [
  {
    id: 'round.open',
    keys: ['enter'],
    label: 'open the round',
    tooltip: 'Duel, prompts, quality, inputs, claim and log of the round.',
    places: ['rounds', 'live'],
    hint: 'open',
    rank: 2,
    disabledReason: unlessResult,
  },
  {
    id: 'filter.open',
    keys: ['/'],
    label: 'filter rounds',
    tooltip: 'Words over all columns; verdict:wrong, king:u181, era:P11, is:marked, 11650..11660, !text.',
    places: ['rounds'],
    hint: 'filter',
    rank: 4,
  },
  {
    id: 'match.next',
    keys: ['n'],
    label: 'next match',
    tooltip:
      'The next round that the filter finds; without a filter the next wrong crown, in the order of the list.',
    places: OF_ROUNDS,
    hint: 'match',
    pair: 'match.previous',
    rank: 8,
    disabledReason: (facts) =>
      facts.hasNextMatch
        ? null
        : facts.filtered
          ? 'no match comes after this'
          : 'no wrong crown comes after this',
  },
  {
    id: 'match.previous',
    keys: ['N'],
    label: 'match before',
    tooltip: 'The round before that the filter finds; without a filter the wrong crown before.',
    places: OF_ROUNDS,
    disabledReason: (facts) =>
      facts.hasPreviousMatch
        ? null
        : facts.filtered
          ? 'no match comes before this'
          : 'no wrong crown comes before this',
  },
  {
    id: 'sort.next',
    keys: ['s'],
    label: 'sort: reverse, then next',
    tooltip: 'Reverses the order; again goes to the next column. The selected round stays selected.',
    places: ['rounds', 'round'],
    hint: 'sort',
    rank: 6,
    disabledReason: (facts) =>
      facts.place === 'round' && facts.tab !== 'prompts' ? 'only the tab Prompts has an order' : null,
  },
  {
    id: 'sort.column',
    keys: ['S'],
    label: 'sort by the next column',
    tooltip: 'Round, verdict, bound, checked, king, claimed, challengers, era.',
    places: ['rounds'],
  },
  {
    id: 'show.findings',
    keys: ['f'],
    label: 'only findings',
    tooltip: 'Only wrong crowns, rows that differ, or rounds that change; again shows all.',
    places: ['rounds', 'weights', 'compare'],
    hint: 'findings',
    rank: 7,
    disabledReason: (facts) =>
      facts.place === 'compare' && !facts.hasRow ? 'nothing is compared yet' : null,
  },
  {
    id: 'show.moved',
    keys: ['m'],
    label: 'only moved crowns',
    tooltip: 'Only rounds in which the crown moved; again shows all.',
    places: ['rounds'],
    hint: 'moved',
    rank: 8,
  },
  {
    id: 'mark',
    keys: ['space'],
    label: 'mark the round',
    tooltip: 'Marks or unmarks the selected round and goes to the next.',
    places: ['rounds'],
    hint: 'mark',
    rank: 9,
    disabledReason: (facts) => (facts.hasRound ? null : 'no round is shown'),
  },
  {
    id: 'mark.range',
    keys: ['v'],
    label: 'mark a range',
    tooltip: 'First press: from here. Second press: marks all rows to here.',
    places: ['rounds'],
    disabledReason: (facts) => (facts.hasRound ? null : 'no round is shown'),
  },
  {
    id: 'mark.clear',
    keys: ['V'],
    label: 'clear all marks',
    tooltip: 'No round is marked any more.',
    places: ['rounds'],
    disabledReason: (facts) => (facts.marked > 0 ? null : 'nothing is marked: space marks'),
  },
  {
    id: 'weights.open',
    keys: ['w'],
    label: 'weights of the round',
    tooltip: 'What each validator set, judged by the round that decided it.',
    places: ['rounds', 'round'],
    hint: 'weights',
    rank: 5,
    disabledReason: unlessResult,
  },
  {
    id: 'round.next',
    keys: [']'],
    label: 'next round',
    tooltip: 'The round with the next higher number.',
    places: OF_ROUNDS,
    hint: 'round',
    pair: 'round.previous',
    rank: 8,
    disabledReason: (facts) => (facts.hasNext ? null : 'this is the last round'),
  },
  {
    id: 'round.previous',
    keys: ['['],
    label: 'previous round',
    tooltip: 'The round with the next lower number.',
    places: OF_ROUNDS,
    disabledReason: (facts) => (facts.hasPrevious ? null : 'this is the first round'),
  },
  {
    id: 'replay',
    keys: ['r'],
    label: 'replay this round',
    tooltip: 'Computes the round again, in a process of its own, and shows the progress.',
    places: OF_ROUNDS,
    hint: 'replay',
    rank: 9,
    disabledReason: unlessReplay,
  },
  {
    id: 'replay.marked',
    keys: ['R'],
    label: 'replay marked rounds',
    tooltip: 'Computes all marked rounds again; they must follow one another.',
    places: ['rounds'],
    disabledReason: unlessMarked,
  },
];
