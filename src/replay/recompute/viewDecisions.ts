import type { ClaimedScores, CrownContender, CrownDecision, CrownInput } from '../../decide/crownInput.js';
import { decideCrown } from '../../decide/decideCrown.js';
import { isAbsent } from '../../domain/absent.js';
import type { PublishedRow } from '../../domain/published.js';
import { deepestComposite } from './compositeNumbers.js';
import { compositeOf, type RowFacts, type ViewFacts } from './viewFacts.js';

/** What the KLs of a decision are taken from: the published lists, or the numbers of the published rows. */
export type ScoreSource = 'lists' | 'rows';

/** What a decision is made on: the KLs, and whether the axes are as published or computed from the raw results. */
export interface DecisionSource {
  readonly scores: ScoreSource;
  readonly axes: 'published' | 'computed';
}

/** UIDs of a made-up subnet that holds every UID of a record: how many there were is not in the files. */
const ALL_UIDS = 0x10000;

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
    composite: axes === 'computed' ? deepestComposite(facts, one) : compositeOf(row),
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

/** What the crown rule reads of one published view. A validator's own draw is not cut: it ran with one number of prompts. */
function crownInputOf(facts: ViewFacts, source: DecisionSource): CrownInput {
  const { king, kingRow, rows, view, storedKing } = facts;
  const absentKing: CrownContender | null =
    king.uid === null
      ? null
      : {
          uid: king.uid,
          hotkey: standIn({ uid: king.uid }),
          committedAt: Number.POSITIVE_INFINITY,
          klPerPrompt: null,
          composite: null,
        };
  const longest = rows.reduce((most, { list }) => Math.max(most, list?.length ?? 0), 0);
  return {
    king: kingRow === null ? absentKing : contenderOf(facts, kingRow, source),
    challengers: rows
      .filter((one) => one !== kingRow && !one.row.isReference)
      .map((one) => contenderOf(facts, one, source)),
    drawIndex: new Array<number>(longest).fill(0),
    storedKingComposite: storedKing,
    disqualified: Object.fromEntries(
      rows
        .filter(({ row }) => row.disqualified)
        .map(({ row }) => [`${standIn(row)}:${commitOf(row)}`, row.dqReason ?? 'disqualified']),
    ),
    localKingUid: view.localKingUid,
    priorKing: priorKingOf(facts),
    nUids: ALL_UIDS,
  };
}

/** The crown of a view under every set of rules, the default first. */
export function viewDecisions(facts: ViewFacts, source: DecisionSource): readonly CrownDecision[] {
  const input = crownInputOf(facts, source);
  return facts.rules.map((rules) => decideCrown(input, rules));
}
