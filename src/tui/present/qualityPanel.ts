import type { Uid } from '../../domain/identity.js';
import type { RoundQuality } from '../../domain/roundQuality.js';
import { axisLine } from '../../report/figures/axisLine.js';
import { contenderHead, gateLine, headLines } from '../../report/qualityText.js';
import { fitLine, type Line, span, wrap } from './line.js';
import { clean, type Look, rule } from './look.js';

/** Cells of an axis line beside its bar. */
const BESIDE_BAR = 78;

/** The axes of the king and of one challenger with bars, what the gate says of them, and whether they count. */
export const qualityPanel = (
  quality: RoundQuality | undefined,
  uid: Uid | null,
  look: Look,
  width: number,
): Line[] => {
  const title = rule(look, 'Quality', width);
  if (quality === undefined)
    return [title, ...said('The duel alone was run: no axis was computed here.', look, width)];
  const gated = new Set(quality.gates.map((gate) => gate.uid));
  const shown = quality.contenders.filter((one) => one.uid === uid || !gated.has(one.uid));
  const bar = Math.max(4, Math.min(24, width - BESIDE_BAR));
  return [
    title,
    ...headLines(quality).flatMap((text) => said(text, look, width)),
    ...shown.flatMap((one): Line[] => [
      [span(' ')],
      [span(`u${one.uid}  `, 'text.heading'), span(contenderHead(one))],
      ...one.axes.map(
        (axis): Line => [
          span(axisLine(axis, look.charset, bar), axis.source === 'declared' ? 'text.secondary' : undefined),
        ],
      ),
    ]),
    ...quality.gates
      .filter((gate) => gate.uid === uid)
      .flatMap((gate): Line[] => [
        [span(' ')],
        ...wrap(clean(gateLine(gate), look), width).map(
          (text): Line => [span(text, gate.ok ? 'gate.ok' : 'gate.fail')],
        ),
      ]),
    ...quality.notReplayed.flatMap(({ axis, why }) => said(`not replayed: ${axis}: ${why}`, look, width)),
  ].map((line) => fitLine(line, width));
};

const said = (text: string, look: Look, width: number): Line[] =>
  wrap(clean(text, look), width).map((one): Line => [span(one, 'text.secondary')]);
