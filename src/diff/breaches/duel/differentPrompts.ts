import { flatMap } from '../../../domain/flatMap.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';

/** What two views of one block can disagree on, by its name in the files. */
const FIELDS = {
  shard_idx: (view: PublishedRound) => view.shardIdx,
  n_prompts: (view: PublishedRound) => view.nPrompts ?? undefined,
  block_hash: (view: PublishedRound) => view.blockHash?.toLowerCase().replace(/^0x/, ''),
} as const;

/** C8: views of one seed block name different shards, numbers of prompts or block hashes: other texts were duelled on. */
export const differentPrompts: BreachCheck = {
  code: 'C8',
  title: 'Validators drew different prompts for one block',
  nature: 'difference',
  decidedFrom: 'published records of several validators',
  find: (input) =>
    input.views.length < 2
      ? []
      : flatMap(Object.keys(FIELDS) as (keyof typeof FIELDS)[], (field) => differences(field, input)),
};

function differences(
  field: keyof typeof FIELDS,
  { views, rules, round }: BreachInput,
): readonly FoundBreach[] {
  const said = flatMap(
    views.filter((view) => view.seedBlock === round.seedBlock),
    (view) => {
      const value = FIELDS[field](view);
      return value === undefined ? [] : [{ view, value }];
    },
  );
  const first = said[0];
  if (first === undefined) return [];
  const legal = (value: unknown) => rules.some((one) => one.policy.prompts === value);
  return said
    .filter(({ value }) => value !== first.value)
    .map(({ view, value }) => ({
      uid: view.validatorUid,
      decisive: false,
      evidence: [
        `For block ${round.seedBlock} validator ${first.view.validatorUid} published ${field} ${shown(first.value)}, validator ${view.validatorUid} ${shown(value)}.`,
        field === 'n_prompts' && legal(value) && legal(first.value)
          ? 'Both numbers are legal settings; the smaller draw is the beginning of the larger one.'
          : 'One block has one draw: duels on other texts give other numbers, each validator by its own.',
      ],
    }));
}

/** A hash is shown by its beginning; other text was never in it. */
const shown = (value: number | string): string =>
  typeof value === 'number' ? String(value) : `0x${value.replace(/[^0-9a-f]/g, '?').slice(0, 16)}`;
