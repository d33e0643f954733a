import type { JournalView } from '../../domain/journal.js';
import type { RoundResult } from '../../domain/verdict.js';
import { orderChallengers } from '../../report/roundRow.js';
import { duelPanel } from './duelPanel.js';
import { gatesPanel } from './gatesPanel.js';
import { roundRoom } from './layout.js';
import { beside, type Line } from './line.js';
import type { Look } from './look.js';
import { pairedDeltas } from './pairedDeltas.js';
import { reasonLines } from './verdictLines.js';

/** Narrower windows put the panels under each other. */
const SIDE_BY_SIDE = 96;

/**
 * Everything of the Duel tab that can scroll: figure and gates, then the reasons in full.
 * @param at index of the challenger, best lower bound first
 */
export const roundBody = (view: JournalView, result: RoundResult, at: number, look: Look): Line[] => {
  const challenger = orderChallengers(result)[at] ?? null;
  const paired =
    challenger === null || result.king === null
      ? null
      : pairedDeltas(view, result.roundId, result.king.uid, challenger.uid);
  // What the panel needs beside the columns: title, sign, sides, axis, labels, counts, head, three intervals, control.
  const height = Math.max(3, Math.min(9, roundRoom(look.height) - 11));
  const unicode = look.charset === 'unicode';
  if (look.width < SIDE_BY_SIDE)
    return [
      ...gatesPanel(challenger, look, look.width),
      ...duelPanel(result, challenger, paired, look, look.width, Math.min(6, height)),
      ...reasonLines(result, look),
    ];
  const left = Math.floor(look.width * 0.58);
  const gap = unicode ? ' │ ' : ' | ';
  return [
    ...beside(
      duelPanel(result, challenger, paired, look, left, height),
      gatesPanel(challenger, look, look.width - left - 3),
      left,
      gap,
    ),
    ...reasonLines(result, look),
  ];
};
