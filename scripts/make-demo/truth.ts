import { type Reign, reigns } from './actors.js';
import type { Plan, PlannedRound } from './plan.js';
import { behaviourOf, committedRow, type Entries, ruleRow } from './rowEntries.js';
import type { Seeded } from './seeded.js';
import { plannedCommits, plannedRecyclings, weightStateAt } from './simulateWeights.js';
import { activationOf, RESERVE_UID } from './timeline.js';

/** Status of a row in the words of the audit. */
type PlantedStatus = 'equal' | 'differs' | 'policy' | 'stale' | 'fallback' | 'unset' | 'hidden' | 'zeroed';

/** What is known about one round because it was planted. Nothing of it is computed from the models. */
export interface PlantedRound {
  readonly roundId: number;
  readonly kind: PlannedRound['kind'];
  readonly verdict: 'consistent' | 'wrong-crown';
  readonly cause: 'inputs' | 'rules' | null;
  /** The king comes from a wrong crown of an earlier round of the snapshot, or from a conditional one. */
  readonly conditional: boolean;
  readonly kingUid: number;
  readonly crownedUid: number;
  /** UID that the rule gives on right inputs. */
  readonly ruleUid: number;
  readonly breaches: readonly string[];
  /** Findings beside it that decide nothing: A8 and F5 follow from when rows are set and revealed. */
  readonly differences: readonly string[];
  readonly rows: readonly { readonly uid: number; readonly status: PlantedStatus; readonly shown: Entries }[];
}

/** Round by round what an audit must find. */
export function plantedTruth(plan: Plan, seeded: Seeded): readonly PlantedRound[] {
  const recyclings = plannedRecyclings(plan);
  let isTainted = false;
  const courts = reigns(plan);
  return courts.map((reign, at) => {
    const round = plan.rounds[at] as PlannedRound;
    const conditional = isTainted;
    const recycledAt = recyclings.find((one) => one.uid === reign.crowned.uid)?.block ?? Infinity;
    const paysStranger = recycledAt < activationOf(reign.roundId + 1);
    const isWrong = round.kind === 'wrong-text' || paysStranger;
    isTainted ||= isWrong;
    const ruleUid = round.kind === 'wrong-text' ? reign.king.uid : reign.crowned.uid;
    return {
      roundId: reign.roundId,
      kind: round.kind,
      verdict: isWrong ? 'wrong-crown' : 'consistent',
      cause: paysStranger ? 'rules' : isWrong ? 'inputs' : null,
      conditional,
      kingUid: reign.king.uid,
      crownedUid: reign.crowned.uid,
      ruleUid,
      breaches: paysStranger ? ['A1'] : [],
      differences: [
        ...(isCrownOf(courts[at - 1]) ? ['A8'] : []),
        ...(skipsRound(plan, seeded, reign, round) ? ['F5'] : []),
      ],
      rows: plantedRows(plan, seeded, reign, round, ruleUid),
    };
  });
}

/** True when a round has a new king: its rows show 100 blocks after the next seed block, which still shows the old one. */
const isCrownOf = (before: Reign | undefined): boolean =>
  before !== undefined && before.crowned !== before.king;

/** True when a validator sets nothing in the round and its older row pays somebody else than the crowned miner. */
function skipsRound(plan: Plan, seeded: Seeded, { roundId, crowned }: Reign, round: PlannedRound): boolean {
  const { rows } = weightStateAt(
    plannedCommits(plan, seeded),
    plannedRecyclings(plan),
    activationOf(roundId + 1),
  );
  return plan.validators.some(({ uid }) => {
    const row = behaviourOf(round, uid) === 'stale' ? rows.get(uid) : undefined;
    return row !== undefined && !row.entries.some(([paid]) => paid === crowned.uid);
  });
}

/** Rows as they stand when the round's window closes, at the next activation block. */
function plantedRows(
  plan: Plan,
  seeded: Seeded,
  { roundId }: Reign,
  round: PlannedRound,
  ruleUid: number,
): PlantedRound['rows'] {
  const recyclings = plannedRecyclings(plan);
  const { rows } = weightStateAt(plannedCommits(plan, seeded), recyclings, activationOf(roundId + 1));
  return plan.validators
    .map(({ uid }) => {
      const row = rows.get(uid);
      const behaviour = behaviourOf(round, uid);
      if (behaviour === 'hidden' || behaviour === 'unset' || row === undefined)
        return { uid, status: behaviour === 'hidden' ? ('hidden' as const) : ('unset' as const), shown: [] };
      const replacedAt = recyclings.find((one) => one.uid === ruleUid)?.block;
      const status = byContent(plan, { ...row, isOld: behaviour === 'stale', ruleUid, replacedAt });
      return { uid, status, shown: row.entries };
    })
    .toSorted((a, b) => a.uid - b.uid);
}

interface VisibleRow {
  readonly entries: Entries;
  readonly decidedAt: number;
  /** Decided before this round. */
  readonly isOld: boolean;
  readonly ruleUid: number;
  /** Block at which the UID that the rule pays went to a new hotkey; undefined when it did not. */
  readonly replacedAt: number | undefined;
}

/**
 * A row that is right, be it old, is equal; the chain's 0 at a UID replaced later makes it zeroed, and paying that UID to its new
 * holder is not right. A row of another legal reserve is policy; 155 alone is the fallback.
 */
function byContent(
  plan: Plan,
  { entries, decidedAt, isOld, ruleUid, replacedAt }: VisibleRow,
): PlantedStatus {
  const other = isOld ? 'stale' : 'differs';
  const atRule = entries.find(([uid]) => uid === ruleUid)?.[1];
  if (replacedAt !== undefined && decidedAt > replacedAt && atRule !== undefined && atRule > 0) return other;
  const isZeroed = replacedAt !== undefined && decidedAt < replacedAt && atRule === 0;
  const meant = isZeroed
    ? entries.map(([uid, weight]) => [uid, uid === ruleUid ? 65_535 : weight] as const)
    : entries;
  if (sameEntries(meant, ruleRow(plan, ruleUid))) return isZeroed ? 'zeroed' : 'equal';
  if (sameEntries(meant, committedRow(plan, 'no-reserve', ruleUid) ?? []))
    return isZeroed ? 'zeroed' : 'policy';
  if (sameEntries(entries, ruleRow(plan, RESERVE_UID))) return 'fallback';
  return other;
}

const sameEntries = (a: Entries, b: Entries): boolean => JSON.stringify(a) === JSON.stringify(b);
