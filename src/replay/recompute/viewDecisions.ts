import type { ClaimedScores, CrownContender, CrownDecision, CrownInput } from '../../decide/crownInput.js';
import { decideCrown } from '../../decide/decideCrown.js';
import { isAbsent } from '../../domain/absent.js';
import type { PublishedRow } from '../../domain/published.js';
import { alikeRules } from './alikeRules.js';
import { deepestComposite } from './compositeNumbers.js';
import { MOST_PROMPTS, type RowFacts, type ViewFacts } from './viewFacts.js';

/** What the KLs of a decision are taken from: the published lists, or the numbers of the published rows. */
export type ScoreSource = 'lists' | 'rows';

/** What a decision is made on: the KLs, and whether the axes are as published or computed from the raw results. */
export interface DecisionSource {
  readonly scores: ScoreSource;
  readonly axes: 'published' | 'computed';
}

/** UIDs of a made-up subnet that holds every UID of a record: how many there were is not in the files. */
const ALL_UIDS = 0x10000;
/** A validator's own draw is not cut: it ran with one number of prompts. */
const DRAWN: readonly number[] = new Array<number>(MOST_PROMPTS).fill(0);

/** Stands for a hotkey: records name none. */
const standIn = (row: Pick<PublishedRow, 'uid'>): string => `uid ${row.uid}`;

const commitOf = (row: PublishedRow): number => row.committedAt ?? Number.POSITIVE_INFINITY;

/** The pairs of a test are counted by the test itself; a king that does not count its prompts limits none. */
const claimedOf = (row: PublishedRow, isKing: boolean): ClaimedScores => ({
  meanKl: row.kl,
  prompts: isKing
    ? (row.promptsScored ?? Number.MAX_SAFE_INTEGER)
    : (row.tTest?.n ?? row.pairedPrompts ?? row.promptsScored),
  test: row.tTest,
});

const contenderOf = (facts: ViewFacts, one: RowFacts, { scores, axes }: DecisionSource): CrownContender => {
  const { row, list } = one;
  return {
    uid: row.uid,
    hotkey: standIn(row),
    committedAt: commitOf(row),
    klPerPrompt: scores === 'lists' ? list : null,
    composite: axes === 'computed' ? deepestComposite(facts, one) : one.composite,
    claimed: claimedOf(row, one === facts.kingRow),
  };
};

/** The validator's last king where it was not seated, with its stored composite. */
function priorKingOf({ view, king }: ViewFacts): CrownContender | null {
  const { localKingUid } = view;
  if (localKingUid === null || isAbsent(localKingUid) || localKingUid === king.uid) return null;
  if (view.rows.some((row) => row.uid === localKingUid && !row.isReference)) return null;
  const stored = view.composites.find((one) => one.uid === localKingUid);
  return {
    uid: localKingUid,
    hotkey: standIn({ uid: localKingUid }),
    committedAt: stored?.committedAt ?? Number.POSITIVE_INFINITY,
    klPerPrompt: null,
    composite: stored === undefined || Object.keys(stored.axes).length === 0 ? null : stored,
  };
}

/** A king without a row: nothing of it is known. */
const absentKing = (uid: number): CrownContender => ({
  uid,
  hotkey: standIn({ uid }),
  committedAt: Number.POSITIVE_INFINITY,
  klPerPrompt: null,
  composite: null,
});

/** What the crown rule reads of one published view. */
function crownInputOf(facts: ViewFacts, source: DecisionSource): CrownInput {
  const { king, kingRow, rows, view, storedKing } = facts;
  const challengers: CrownContender[] = [];
  const disqualified: Record<string, string> = {};
  for (const one of rows) {
    const { row } = one;
    if (row.disqualified) disqualified[`${standIn(row)}:${commitOf(row)}`] = row.dqReason ?? 'disqualified';
    if (one !== kingRow && !row.isReference) challengers.push(contenderOf(facts, one, source));
  }
  const seated = kingRow === null ? null : contenderOf(facts, kingRow, source);
  return {
    king: seated ?? (king.uid === null ? null : absentKing(king.uid)),
    challengers,
    drawIndex: DRAWN,
    storedKingComposite: storedKing,
    disqualified,
    localKingUid: view.localKingUid,
    priorKing: priorKingOf(facts),
    nUids: ALL_UIDS,
  };
}

/** The crown of a view under every set of rules, the default first. */
export function viewDecisions(facts: ViewFacts, source: DecisionSource): readonly CrownDecision[] {
  const input = crownInputOf(facts, source);
  const alike = alikeRules(facts.rules);
  const decisions: CrownDecision[] = [];
  for (const [at, rules] of facts.rules.entries()) {
    const same = decisions[alike[at] as number];
    decisions.push(same === undefined ? decideCrown(input, rules) : { ...same, setting: rules.setting });
  }
  return decisions;
}
