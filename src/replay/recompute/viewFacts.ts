import { AXIS_NAMES, type AxisAnchors, axisValue, type RawResult } from '../../decide/axes.js';
import type { CrownComposite } from '../../decide/crownInput.js';
import { meanKl, roundPerPrompt } from '../../decide/meanKl.js';
import type { Uid } from '../../domain/identity.js';
import type { PublishedRound, PublishedRow } from '../../domain/published.js';
import type { LegalRules } from '../../eras/legalRules.js';
import { fieldOf, numberIn, partOf } from './rawField.js';
import { type PublishedWinner, publishedWinner, type SeatedKing, seatedKing } from './seatedKing.js';

/** Prompts of a list that is read: no round of any era draws more than 300. */
export const MOST_PROMPTS = 2000;
/** Rows that are computed: the subnet has 256 UIDs, and the reference model has a row. */
export const MOST_ROWS = 512;
/** Value of the teacher's own axis under which an axis counts as broken. */
const TEACHER_SANITY = 0.7;

/** One row with what its raw result gives. */
export interface RowFacts {
  readonly row: PublishedRow;
  /** Per-prompt KL rounded as stored, NaN where the file has no number; null = no list, or an empty one. */
  readonly list: readonly number[] | null;
  /** Mean of the list, else of the raw result, else of the row; undefined = none is there. NaN where the list has one. */
  readonly meanKl: number | null | undefined;
  /** Composite that the row carries; null when it has none. */
  readonly composite: CrownComposite | null;
}

/** One published view prepared for computing: joined, bounded, with what several rows share. */
export interface ViewFacts {
  readonly view: PublishedRound;
  readonly rules: readonly [LegalRules, ...LegalRules[]];
  readonly rows: readonly RowFacts[];
  readonly king: SeatedKing;
  /** The seated king's row; null when it has none. */
  readonly kingRow: RowFacts | null;
  /** Stored composite of the seated king, for a round in which its row has none. */
  readonly storedKing: CrownComposite | null;
  readonly winner: PublishedWinner;
  readonly anchors: AxisAnchors;
  /** Broken axes of this round, ascending; null when no raw results were published. */
  readonly broken: readonly string[] | null;
}

/** Prepares a view that has rows. */
export function viewFacts(view: PublishedRound, rules: readonly [LegalRules, ...LegalRules[]]): ViewFacts {
  const rows = view.rows.slice(0, MOST_ROWS).map(rowFacts);
  const king = seatedKing(view);
  const kingRow = king.row === null ? null : (rows.find((one) => one.row === king.row) ?? null);
  const { axisWeights } = rules[0].policy;
  return {
    view,
    rules,
    rows,
    king,
    kingRow,
    storedKing: storedComposite(view, king.uid, king.row?.model ?? null),
    winner: publishedWinner(view, king.uid),
    anchors: { kingKl: kingRow?.meanKl ?? null, lowestRkl: lowestRkl(view) },
    broken: brokenAxes(view, axisWeights),
  };
}

function rowFacts(row: PublishedRow): RowFacts {
  const { klPerPrompt, raw } = row;
  const isUsable = klPerPrompt !== null && klPerPrompt.length > 0 && klPerPrompt.length <= MOST_PROMPTS;
  const list = isUsable ? roundPerPrompt(klPerPrompt) : null;
  const composite = compositeOf(row);
  if (list !== null) return { row, list, meanKl: meanKl(list), composite };
  const own = raw === undefined ? undefined : fieldOf(raw, 'kl_global_avg');
  return { row, list, meanKl: typeof own === 'number' ? own : (row.kl ?? undefined), composite };
}

function compositeOf(row: PublishedRow): CrownComposite | null {
  if (Object.keys(row.axes).length === 0) return null;
  const { axes, brokenAxes, worst, weighted, presentCount, compositeVersion } = row;
  return { axes, brokenAxes, worst, weighted, nAxes: presentCount, version: compositeVersion };
}

function storedComposite(view: PublishedRound, uid: Uid | null, model: string | null): CrownComposite | null {
  const stored = view.composites.find((one) => one.uid === uid && (model === null || one.model === model));
  return stored === undefined || Object.keys(stored.axes).length === 0 ? null : stored;
}

/** The anchor of the on-policy axis: over every result of the file, also without a row. */
function lowestRkl(view: PublishedRound): number | null {
  if (view.rawResults === undefined) return null;
  let lowest: number | null = null;
  for (const result of Object.values(view.rawResults)) {
    const mean = numberIn(partOf(result, 'on_policy_rkl'), 'mean_rkl');
    if (mean !== null && mean > 0 && (lowest === null || mean < lowest)) lowest = mean;
  }
  return lowest;
}

/**
 * Axes that count for nobody in this round: those in which the teacher's own row is too low, and the benches of which the
 * reference model solved none (rule: broken axes, docs/methodology.md). Null when no raw results were published.
 */
function brokenAxes(
  view: PublishedRound,
  axisWeights: Readonly<Record<string, number>>,
): readonly string[] | null {
  const results = view.rawResults;
  if (results === undefined) return null;
  const active = AXIS_NAMES.filter((name) => (axisWeights[name] ?? 0) > 0);
  const broken = new Set<string>();
  const teacher =
    view.teacher !== undefined && Object.hasOwn(results, view.teacher) ? results[view.teacher] : null;
  for (const name of active) {
    const own = teacher ? axisValue(name, teacher, { kingKl: null, lowestRkl: null }) : null;
    if (own !== null && own < TEACHER_SANITY) broken.add(name);
  }
  for (const { model } of view.rows.filter((row) => row.isReference)) {
    const reference = Object.hasOwn(results, model) ? results[model] : undefined;
    for (const name of reference === undefined ? [] : active) {
      const bench = name.endsWith('_bench') ? partOf(reference as RawResult, name) : null;
      if ((numberIn(bench, 'n') ?? 0) > 0 && numberIn(bench, 'pass_frac') === 0) broken.add(name);
    }
  }
  return [...broken].sort();
}
