import type { JournalView } from '../../domain/journal.js';
import { weakestTrust } from '../../domain/trust.js';
import type { HeaderInfo } from '../data.js';
import { cells, cutEnd, fitLine, type Line, lineCells, type Span, span } from './line.js';
import { clean, type Look } from './look.js';
import { zoneName } from './timeText.js';

interface Part {
  readonly span: Span;
  /** Shorter forms, tried in order; an empty one drops the part. */
  readonly shorter: readonly string[];
  /** The highest rank is shortened first. */
  readonly rank: number;
}

const joined = (parts: readonly Span[]): Line =>
  parts
    .filter((part) => part.text !== '')
    .flatMap((part, index) => (index === 0 ? [part] : [span('  '), part]));

/** Shortens parts in the order of their ranks until the line fits. */
const shorten = (parts: readonly Part[], width: number): Line => {
  let current = parts.map((part) => part.span);
  const steps = parts
    .flatMap((part, at) => part.shorter.map((text, step) => ({ at, text, rank: part.rank, step })))
    .sort((a, b) => b.rank - a.rank || a.step - b.step);
  for (const step of steps) {
    if (lineCells(joined(current)) <= width) break;
    current = current.map((part, at) => (at === step.at ? { ...part, text: step.text } : part));
  }
  return joined(current);
};

/**
 * First row of every screen: program, subnet, source of the data, era, trust tier, time zone, help. That the data are
 * synthetic, and under which profile, is never dropped.
 */
export const headerLine = (
  view: JournalView | null,
  eraId: string | null,
  header: HeaderInfo,
  look: Look,
  zone = 'UTC',
): Line => {
  const subnet = clean(header.subnet, look, 40);
  const name = view === null ? 'no replay' : clean(view.start.spec.snapshot.name, look, 60);
  const profile = view?.start.profile ? clean(view.start.profile.name, look, 60) : '';
  const trust = weakestTrust((view?.results ?? []).map((round) => round.trust ?? null));
  const era = eraId === null ? 'era unknown' : `era ${clean(eraId, look, 24)}`;
  const parts: Part[] = [
    { span: span('recrown', 'text.heading'), shorter: [], rank: 0 },
    { span: span(subnet), shorter: [subnet.split(' ')[0] ?? '', ''], rank: 4 },
    { span: span(name), shorter: [cutEnd(name, 16), cutEnd(name, 8)], rank: 2 },
    { span: span(header.offline ? '(offline)' : '', 'text.secondary'), shorter: [''], rank: 7 },
    { span: span(view?.start.synthetic ? 'SYNTHETIC' : '', 'synthetic'), shorter: [], rank: 0 },
    {
      span: span(profile === '' ? '' : `profile ${profile}`, 'synthetic'),
      shorter: [profile, cutEnd(profile, 20), cutEnd(profile, 12)],
      rank: 1,
    },
    { span: span(era), shorter: [eraId === null ? 'era ?' : clean(eraId, look, 24)], rank: 5 },
    { span: span(trust === null ? '' : `chain ${trust}`), shorter: [trust ?? ''], rank: 5 },
    { span: span(clean(zoneName(zone), look, 40), 'text.secondary'), shorter: [''], rank: 6 },
  ];
  const help = span('? help', 'text.secondary');
  const room = look.width - cells(help.text) - 2;
  const left = fitLine(shorten(parts, room), room);
  return [...left, span(' '.repeat(Math.max(1, look.width - cells(help.text) - lineCells(left)))), help];
};

/** Second row: where we are, and on the right what is shown there; the right side gives way. */
export const crumbLine = (left: Line, right: string, look: Look): Line => {
  const room = look.width - lineCells(left) - 2;
  const shown = cells(right) <= room ? right : '';
  return fitLine(
    [...left, span(' '.repeat(Math.max(1, room + 2 - cells(shown)))), span(shown, 'text.secondary')],
    look.width,
  );
};
