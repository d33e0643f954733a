import type { CrownDecision } from '../../decide/crownInput.js';
import { causeOfRow } from '../../diff/recompute/causeOfRow.js';
import { followsFrom } from '../../diff/recompute/followsFrom.js';
import { type ComparedNumbers, NumberSheet } from '../../diff/recompute/numberSheet.js';
import type { Uid } from '../../domain/identity.js';
import type { PublishedRound } from '../../domain/published.js';
import type { RecomputedRow, RecomputedView } from '../../domain/recompute.js';
import type { RoundBlocks } from '../../domain/round.js';
import type { LegalRules } from '../../eras/legalRules.js';
import { alikeRules } from './alikeRules.js';
import { isDeep } from './compositeNumbers.js';
import { pairingShift } from './duelNumbers.js';
import { excusesOf } from './excusesOf.js';
import { contradictions, listsBelong, missingInputs } from './missingInputs.js';
import { type OwnWeights, ownWeights } from './ownWeights.js';
import { roundNumbers } from './roundNumbers.js';
import { rowNumbers, ruledNumbers } from './rowNumbers.js';
import { type ScoreSource, viewDecisions } from './viewDecisions.js';
import { MOST_ROWS, type RowFacts, type ViewFacts, viewFacts } from './viewFacts.js';

/** A recomputed view with the numbers of the record beside its rows. */
export interface RecomputedRound extends RecomputedView {
  readonly round: ComparedNumbers;
  /** Whether the crown was decided on the published lists, or on the numbers of the rows; null = not decided. */
  readonly decidedOn: ScoreSource | null;
  /** False when the record does not say whom it crowned. */
  readonly isWinnerKnown: boolean;
}

type Found = RecomputedView['causes'][number];
type Rules = readonly [LegalRules, ...LegalRules[]];

/** Of numbers that other weights of benches change, where no single weight gives all of them. */
const NOT_PROOF =
  'Its axes agree; an operator may weigh benches otherwise (BENCH_*_WEIGHT), no single weight gives the numbers of all rows: not proof.';

const NO_NUMBERS: ComparedNumbers = { recomputed: {}, published: {}, differences: [], notComputed: [] };

/**
 * Computes every number of one validator's published round again from its own inputs, decides the crown under every
 * legal set of rules, and says of each difference where it starts. It reads no chain and no model, and it throws nothing:
 * what cannot be computed is named (rule: recompute, docs/methodology.md).
 */
export function recomputeView(view: PublishedRound, rules: Rules, blocks: RoundBlocks): RecomputedRound {
  const facts = viewFacts(view, rules);
  const broken = contradictions(facts, blocks.cutoffBlock);
  const isDecidable = broken.length === 0 && view.rows.length > 0;
  const crown = isDecidable ? decideView(facts) : null;
  const rows = facts.rows.map((one) => recomputeRow(facts, one));
  const round = roundOf(facts, crown);
  const causes: Found[] = broken.map((why) => ({ cause: 'inputs', why }));
  const weights = ownWeights(facts, rows);
  for (const [at, row] of rows.entries())
    if (row.differences.length > 0) causes.push(...causesOf(facts, facts.rows[at] as RowFacts, row, weights));
  const outcome = followsFrom({
    isKnown: facts.winner.known,
    publishedUid: facts.winner.uid,
    decisions: crown?.decisions ?? [],
    missing: crown?.missing ?? [],
    excuses: () => (crown === null ? [] : allExcuses(facts, crown.source, weights)),
    rowsGiveIt: () => crown !== null && rowsGiveIt(facts, crown),
  });
  if (outcome.follows === true && crown?.otherByAxes)
    causes.push({
      cause: 'scores',
      why: `The published winner rests on published axes; those computed from the raw results give ${crown.otherByAxes.uid === null ? 'nobody' : `UID ${crown.otherByAxes.uid}`}.`,
    });
  const ofRound = outcome.causes.length > 0 ? null : causeOfRow('The round', round.differences, null);
  return {
    validatorUid: view.validatorUid,
    rows: [...rows, ...view.rows.slice(MOST_ROWS).map(unread)],
    decisions: crown === null || crown.missing.length > 0 ? [] : crown.decisions.map(plainDecision),
    publishedWinnerUid: facts.winner.uid,
    isWinnerKnown: facts.winner.known,
    follows: outcome.follows,
    causes: [...causes, ...(ofRound === null ? [] : [ofRound]), ...outcome.causes],
    round,
    decidedOn: outcome.follows === null ? null : (crown?.source ?? null),
  };
}

interface DecidedView {
  readonly decisions: readonly CrownDecision[];
  readonly source: ScoreSource;
  readonly missing: readonly string[];
  /** Whom the default rules crown on the axes computed from the raw results, where that is somebody else. */
  readonly otherByAxes: { readonly uid: Uid | null } | null;
}

/** How well decisions explain a winner: 2 by the default rules, 1 by another legal set, 0 not at all. */
function fit(decisions: readonly CrownDecision[], uid: Uid | null): number {
  if (decisions[0]?.winnerUid === uid) return 2;
  return decisions.some((one) => one.winnerUid === uid) ? 1 : 0;
}

/**
 * Lists that surely belong to the rows are the deepest numbers; without them the rows' own tests are taken. Axes are
 * taken as published, for operators may weigh them otherwise; when these do not give the published winner and the ones
 * computed from the raw results do, it is a number that is wrong and not the winner.
 */
function decideView(facts: ViewFacts): DecidedView {
  const scores: ScoreSource = listsBelong(facts) ? 'lists' : 'rows';
  const published = viewDecisions(facts, { scores, axes: 'published' });
  const computed = facts.rows.some(({ row }) => isDeep(facts, row))
    ? viewDecisions(facts, { scores, axes: 'computed' })
    : published;
  const { uid } = facts.winner;
  const [asPublished, asComputed] = [fit(published, uid), fit(computed, uid)];
  const decisions = asComputed > asPublished ? computed : published;
  return {
    decisions,
    source: scores,
    missing: missingInputs(facts, decisions, scores),
    otherByAxes: asPublished === 2 && asComputed < 2 ? { uid: computed[0]?.winnerUid ?? null } : null,
  };
}

/** Whether the rows' own tests give a winner that the lists do not: then the numbers are at fault, not the rule. */
function rowsGiveIt(facts: ViewFacts, { decisions, source }: DecidedView): boolean {
  const { uid } = facts.winner;
  if (source === 'rows' || fit(decisions, uid) > 0) return false;
  return fit(viewDecisions(facts, { scores: 'rows', axes: 'published' }), uid) > 0;
}

const plainDecision = ({ setting, winnerUid, reason, expected }: CrownDecision) => ({
  setting,
  winnerUid,
  reason,
  expected,
});

function recomputeRow(facts: ViewFacts, one: RowFacts): RecomputedRow {
  const { uid, model } = one.row;
  const sheet = new NumberSheet();
  rowNumbers(sheet, facts, one);
  const { recomputed, published, differences, notComputed } = sheet;
  return { uid, model, recomputed, published, differences, notComputed };
}

const unread = ({ uid, model }: PublishedRound['rows'][number]): RecomputedRow => ({
  uid,
  model,
  ...NO_NUMBERS,
  notComputed: ['The record holds more rows than the subnet has UIDs.'],
});

function roundOf(facts: ViewFacts, crown: DecidedView | null): ComparedNumbers {
  const isWhole = crown !== null && crown.missing.length === 0 && facts.winner.known;
  const sheet = new NumberSheet();
  roundNumbers(sheet, facts, isWhole ? (crown.decisions[0] ?? null) : null);
  const { recomputed, published, differences, notComputed } = sheet;
  return { recomputed, published, differences, notComputed: [...notComputed, ...(crown?.missing ?? [])] };
}

/** The sentence about a row's first difference, and about a shift of the lists that explains its test. */
function causesOf(facts: ViewFacts, one: RowFacts, row: RecomputedRow, weights: OwnWeights | null): Found[] {
  const [first] = row.differences;
  if (first === undefined) return [];
  const explained = explainedBy(facts, one, first.name);
  const found = weights?.uids.includes(row.uid)
    ? causeOfRow(`UID ${row.uid}`, row.differences, explained ?? weights.explained, NOT_PROOF)
    : causeOfRow(`UID ${row.uid}`, row.differences, explained);
  const causes: Found[] = found === null ? [] : [found];
  if (row.differences.some(({ name }) => name.startsWith('t_test.'))) {
    const shift = pairingShift(facts, one, facts.rules[0].policy);
    if (shift !== null)
      causes.push({
        cause: 'inputs',
        why: `UID ${row.uid}: its published test follows when its list is shifted by ${shift} against the king's.`,
      });
  }
  return causes;
}

function allExcuses(facts: ViewFacts, source: ScoreSource, weights: OwnWeights | null): Found[] {
  const found = excusesOf(facts, source).map((why): Found => ({ cause: 'inputs', why }));
  if (weights !== null)
    found.push({
      cause: 'rules',
      why: `The axes of UID ${weights.uids.join(', ')} agree and what weighs them does not: the weights of benches are an operator's to set, and with its own another winner may follow. This is not proof.`,
    });
  return found;
}

/** Another legal set of rules under which a published number is right; null when none is. */
function explainedBy(facts: ViewFacts, one: RowFacts, name: string): string | null {
  const alike = alikeRules(facts.rules);
  const other = facts.rules.find((rules, at) => {
    // Sets that say the same of numbers as the default or as an earlier one explain no more than it.
    if (at === 0 || alike[at] !== at) return false;
    const sheet = new NumberSheet();
    ruledNumbers(sheet, facts, one, rules);
    return Object.hasOwn(sheet.recomputed, name) && !sheet.differences.some((found) => found.name === name);
  });
  return other?.setting ?? null;
}
