import { type ChainPass, type ChainPrompt, type ChainRound, headOf } from '../../domain/hashChain.js';
import type { JournalRecord } from '../../domain/journal.js';
import { type ChainRecord, chainRecords } from './chainRecords.js';

/**
 * The hash chains of the rounds that ran models, by rising id. A pass whose records hold no links, as in replays of
 * versions that had none, is left out, and a round without any is too.
 * @throws DamagedError
 */
export function chainRounds(records: readonly JournalRecord[]): ChainRound[] {
  return [...chainRecords(records)]
    .map(([roundId, own]) => chainRound(roundId, own))
    .filter((round) => round.passes.length > 0)
    .sort((a, b) => a.roundId - b.roundId);
}

function chainRound(roundId: number, records: readonly ChainRecord[]): ChainRound {
  const links = new Map<string, string[]>();
  const prompts = new Map<string, ChainPrompt[]>();
  for (const record of records) {
    if (record.type === 'plan' || record.links === undefined) continue;
    const uid = record.type === 'teacher' ? null : record.uid;
    const form = record.type === 'teacher' ? 'contrib' : record.form;
    add(links, keyOf({ uid, capture: record.capture, form }), record.links);
    if (record.type === 'teacher') add(prompts, record.capture, record.prompts ?? []);
  }
  const plan = records.find((record) => record.type === 'plan');
  const passes = (plan?.passes ?? []).flatMap((pass): ChainPass[] => {
    const own = links.get(keyOf(pass));
    return own === undefined || own.length === 0
      ? []
      : [{ ...pass, revision: pass.revision ?? null, links: own, head: headOf(own) }];
  });
  return {
    roundId,
    texts: Array.from(prompts, ([capture, list]) => ({ capture, prompts: list })),
    passes,
  };
}

const keyOf = ({ uid, capture, form }: Pick<ChainPass, 'uid' | 'capture' | 'form'>): string =>
  `${uid} ${capture} ${form}`;

/** Appends one by one: a call cannot take a million arguments. */
function add<Item>(lists: Map<string, Item[]>, key: string, items: readonly Item[]): void {
  const list = lists.get(key) ?? [];
  for (const item of items) list.push(item);
  lists.set(key, list);
}
