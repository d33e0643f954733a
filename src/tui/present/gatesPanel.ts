import type { Gate } from '../../domain/duel.js';
import type { ChallengerResult } from '../../domain/verdict.js';
import { fitLine, type Line, span, wrap } from './line.js';
import { clean, type Look, rule } from './look.js';
import { fixed, measured } from './numbers.js';

const MARK_WIDTH = 6;

/** Value, comparator and threshold; a value that the rule needs and nobody has is the word `missing`. */
const gateText = (gate: Gate, look: Look): string => {
  const left = clean(measured(gate.measured), look, 120);
  const right =
    gate.threshold === null ? '' : ` ${gate.comparator} ${clean(measured(gate.threshold), look, 120)}`;
  return `${left}${right}`;
};

const gateLines = (gate: Gate, look: Look, width: number): Line[] => {
  const mark = gate.ok
    ? span('ok'.padEnd(MARK_WIDTH), 'gate.ok')
    : span('FAIL'.padEnd(MARK_WIDTH), 'gate.fail');
  const name = clean(gate.name, look, 120);
  const value = gateText(gate, look);
  const one = `${name}  ${value}`;
  if (one.length <= width - MARK_WIDTH) return [[mark, span(`${name}  `), span(value, 'text.heading')]];
  const blank = span(' '.repeat(MARK_WIDTH));
  return [
    ...wrap(name, width - MARK_WIDTH).map((text, index): Line => [index === 0 ? mark : blank, span(text)]),
    ...wrap(value, width - MARK_WIDTH).map((text): Line => [blank, span(text, 'text.heading')]),
  ];
};

/** Every gate of the era with its measured value, also those that passed, and the quality that two of them use. */
export const gatesPanel = (challenger: ChallengerResult | null, look: Look, width: number): Line[] => {
  const title = rule(look, 'Gates', width);
  if (challenger === null) return [title];
  const failed = challenger.gates.filter((gate) => !gate.ok).length;
  const quality =
    challenger.quality === null
      ? 'quality: not known'
      : `quality ${fixed(challenger.quality, 4)}   king ${fixed(challenger.kingQuality, 4)}`;
  const kl = `mean KL ${fixed(challenger.meanKl, 6)}   claimed ${fixed(challenger.claimedMeanKl, 6)}`;
  return [
    title,
    ...challenger.gates.flatMap((gate) => gateLines(gate, look, width)),
    [span(' ')],
    [span(`${challenger.gates.length - failed} ok   ${failed} fail`)],
    [span(quality, 'text.secondary')],
    [span(kl, 'text.secondary')],
  ].map((line) => fitLine(line, width));
};
