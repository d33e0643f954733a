import type { JournalView } from '../../domain/journal.js';
import { eraList } from '../../report/eraList.js';

/** Two sides that can be compared. */
export interface ComparablePair {
  readonly a: string;
  readonly b: string;
  readonly label: string;
}

const MOST_REPLAYS = 12;

/** Pairs worth comparing: the latest sealed replays with each other, each judged era with the next, and its settings. */
export const comparablePairs = (views: readonly JournalView[], eraId: string | null): ComparablePair[] => {
  const sealed = views.filter((view) => view.sealed).slice(-MOST_REPLAYS);
  const replays = sealed.flatMap((first, at) =>
    sealed
      .slice(at + 1)
      .filter((second) => second.start.spec.rounds.some((id) => first.start.spec.rounds.includes(id)))
      .map((second) => ({ a: first.id, b: second.id, label: 'two replays that share rounds' })),
  );
  const judged = eraList().filter((era) => era.judged);
  const settings = judged.flatMap((era) =>
    era.settings
      .slice(1)
      // Combinations of settings are many; they can be typed.
      .filter((one) => one.movesCrown && !one.id.includes('+'))
      .map((one) => ({ a: era.id, b: `${era.id}:${one.id}`, label: `another legal setting of ${era.id}` })),
  );
  const eras = judged.slice(1).flatMap((era, at) => {
    const before = judged[at];
    return before === undefined
      ? []
      : [{ a: before.id, b: era.id, label: `what ${era.id} changed: ${era.title}` }];
  });
  const rank = (pair: ComparablePair): number =>
    eraId !== null && (pair.a.split(':')[0] === eraId || pair.b === eraId) ? 0 : 1;
  return [...replays.reverse(), ...[...eras, ...settings].sort((x, y) => rank(x) - rank(y))];
};
