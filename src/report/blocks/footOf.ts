import type { ReportView } from '../reportView.js';

/** Which replays and versions of the program a report is taken from; no time and no machine, so that it repeats. */
export const footOf = ({ rounds }: ReportView): string => {
  const replays = new Map(
    rounds.flatMap(({ replay }) => (replay === null ? [] : [[replay.id, replay] as const])),
  );
  const names = [...replays.values()].map(
    ({ id, start }) => `replay ${id} by recrown ${start.spec.recrown.version}`,
  );
  const shown = names.slice(0, 4).join(', ');
  return names.length === 0
    ? 'No replay was read.'
    : `From ${shown}${names.length > 4 ? ` and ${names.length - 4} more` : ''}.`;
};
