import { challengersOf, type Reign, reigns } from './actors.js';
import type { Plan, PlannedMiner, PlannedRound } from './plan.js';
import { behaviourOf } from './rowEntries.js';
import { FIRST_ROUND, LAST_ROUND, RESERVE_UID, roundIds } from './timeline.js';

/** Ratio of expected KLs from which a duel is clear, and up to which other text can turn it. */
const CLEAR = 1.04;
const TURNED = 1.3;
/** What no student gets under, nats: it does not know the teacher's layers. On it comes half the variance of the noise. */
const FLOOR = 0.14;
const expectedKl = ({ noise = 0 }: PlannedMiner): number => FLOOR + (noise * noise) / 2;
const beatsClearly = (better: PlannedMiner, worse: PlannedMiner): boolean =>
  expectedKl(worse) >= CLEAR * expectedKl(better);
/** Behaviours that only a recycled round knows, and those that it does not know. */
const AFTER_RECYCLING: readonly string[] = ['set-again', 'not-set-again'];
const BEFORE_RECYCLING: readonly string[] = ['follow', 'no-reserve'];

/**
 * Why a plan cannot be built: one sentence each, empty when it can. Run before any work, so that nothing is computed
 * for a plan whose planted truth would not hold.
 */
export function checkPlan(plan: Plan): readonly string[] {
  const people = [...nameFaults(plan), ...uidFaults(plan), ...minerFaults(plan), ...boundFaults(plan)];
  if (people.length > 0) return people;
  const courts = reigns(plan).flatMap((reign, at) =>
    roundFaults(plan, reign, plan.rounds[at] as PlannedRound),
  );
  return [...courts, ...rowFaults(plan)];
}

function boundFaults(plan: Plan): string[] {
  const last = plan.firstRound + plan.rounds.length - 1;
  const faults: string[] = [];
  if (plan.firstRound < FIRST_ROUND || last > LAST_ROUND)
    faults.push(
      `rounds ${plan.firstRound} to ${last} do not lie in ${FIRST_ROUND} to ${LAST_ROUND}, era P11`,
    );
  const [from, to] = plan.text.sentences;
  if (from > to) faults.push(`text.sentences runs from ${from} to ${to}`);
  return faults;
}

const repeated = <T>(items: readonly T[]): T[] => [
  ...new Set(items.filter((one, at) => items.indexOf(one) !== at)),
];

function nameFaults(plan: Plan): string[] {
  const names = plan.miners.map((miner) => miner.name);
  const owners = plan.miners.map((miner) => miner.repo.split('/')[0] as string);
  const used = [plan.priorKing, ...plan.rounds.flatMap((one) => one.winner ?? [])];
  const copied = plan.miners.flatMap((miner) => miner.copyOf ?? []);
  return [
    ...repeated(names).map((name) => `two miners are called ${name}`),
    ...repeated(owners).map(
      (owner) => `two miners publish as ${owner}, which the quota of an owner would limit`,
    ),
    ...[...used, ...copied]
      .filter((name) => !names.includes(name))
      .map((name) => `no miner is called ${name}`),
  ];
}

function uidFaults(plan: Plan): string[] {
  const taken = [...plan.validators, ...plan.miners].map((one) => one.uid).concat(RESERVE_UID, plan.ownerUid);
  const faults = repeated(taken).map(
    (uid) => `UID ${uid} is given twice (UID ${RESERVE_UID} is the fallback)`,
  );
  for (const uid of taken)
    if (uid >= plan.uids) faults.push(`UID ${uid} does not exist among ${plan.uids} UIDs`);
  if (!plan.validators.some((one) => one.uid === plan.publisher))
    faults.push(`UID ${plan.publisher} publishes but is not a validator`);
  return faults;
}

function minerFaults(plan: Plan): string[] {
  const ids = roundIds(plan);
  return plan.miners.flatMap((miner) => {
    const faults: string[] = [];
    const isPrior = miner.name === plan.priorKing;
    const from = isPrior ? plan.firstRound - 3 : plan.firstRound;
    const to = isPrior ? plan.firstRound - 1 : (ids.at(-1) as number);
    if (miner.commitRound < from || miner.commitRound > to)
      faults.push(`${miner.name} commits for round ${miner.commitRound}, outside ${from} to ${to}`);
    if (isPrior && miner.fault !== undefined) faults.push(`${miner.name} is the prior king and has a fault`);
    const needsModel = miner.fault === undefined || miner.fault === 'probe';
    if (needsModel && miner.noise === undefined) faults.push(`${miner.name} has no noise`);
    if ((miner.fault === 'duplicate') !== (miner.copyOf !== undefined))
      faults.push(`${miner.name}: the fault duplicate and copyOf go together`);
    const original = plan.miners.find((one) => one.name === miner.copyOf);
    if (original !== undefined && (original.fault !== undefined || original.commitRound > miner.commitRound))
      faults.push(
        `${miner.name} copies ${original.name}, which is no sound model of an earlier or the same round`,
      );
    return faults;
  });
}

const levelOf = (miner: PlannedMiner): number => miner.level ?? 0;

function roundFaults(plan: Plan, { roundId, king, crowned }: Reign, round: PlannedRound): string[] {
  const challengers = challengersOf(plan, roundId);
  const at = `round ${roundId}`;
  if (challengers.length === 0) return [`${at}: no sound miner commits for it, so that nobody challenges`];
  if (challengers.length > 10) return [`${at}: ${challengers.length} challengers, and a round takes 10`];
  const before = plan.rounds[roundId - plan.firstRound - 1];
  if (round.kind === 'held') {
    if (round.winner !== undefined) return [`${at}: a held round names no winner`];
    if (before?.kind === 'recycled' && roundId < plan.firstRound + plan.rounds.length - 1)
      return [
        `${at}: its king's UID is recycled during it; when it holds, the next round would have no king`,
      ];
  } else if (!challengers.includes(crowned))
    return [`${at}: its winner must be a sound miner whose commitRound is ${roundId}`];
  const mustLose = round.kind === 'wrong-text' ? challengers : challengers.filter((one) => one !== crowned);
  const faults = mustLose
    .filter((one) => one !== king && !beatsClearly(king, one))
    .map(
      (one) =>
        `${at}: ${one.name} must lose clearly on equal text, so it needs more noise or ${king.name} less`,
    );
  if (crowned === king) return faults;
  if (round.kind === 'wrong-text' && expectedKl(crowned) > TURNED * expectedKl(king))
    faults.push(
      `${at}: ${crowned.name} is too weak for other text to turn its duel with ${king.name}; lower its noise`,
    );
  if (round.kind !== 'wrong-text' && !beatsClearly(crowned, king))
    faults.push(`${at}: ${crowned.name} must win clearly, so it needs less noise or ${king.name} more`);
  if (levelOf(crowned) < levelOf(king))
    faults.push(`${at}: ${crowned.name} needs the level of ${king.name} or more`);
  if (crowned.recommit)
    faults.push(`${at}: ${crowned.name} is crowned, so a later commitment would change the king`);
  return faults;
}

function rowFaults(plan: Plan): string[] {
  const validators = plan.validators.map((one) => one.uid);
  return plan.rounds.flatMap((round, index) => {
    const at = `round ${plan.firstRound + index}`;
    const refused = round.kind === 'recycled' ? BEFORE_RECYCLING : AFTER_RECYCLING;
    const faults: string[] = [];
    for (const uid of Object.keys(round.rows ?? {}))
      if (!validators.includes(Number(uid)))
        faults.push(`${at}: UID ${uid} sets a row but is not a validator`);
    for (const uid of validators) {
      const behaviour = behaviourOf(round, uid);
      if (refused.includes(behaviour))
        faults.push(`${at}: "${behaviour}" of UID ${uid} does not fit ${round.kind}`);
      const earlier = plan.rounds.slice(0, index).some((one) => behaviourOf(one, uid) !== 'unset');
      if (behaviour === 'stale' && index > 0 && !earlier)
        faults.push(`${at}: UID ${uid} has set no row in an earlier round, so it can only be unset`);
      if (behaviour === 'unset' && earlier)
        faults.push(`${at}: UID ${uid} has set a row in an earlier round, so it can only be stale`);
    }
    return [...faults, ...majorityFault(plan, round, index)];
  });
}

/** More than half of the stake must show the crown that the plan gives; less shows no crown at all. */
function majorityFault(plan: Plan, round: PlannedRound, index: number): string[] {
  const stakeOf = (behaviours: readonly string[]): number =>
    plan.validators
      .filter(({ uid }) => behaviours.includes(behaviourOf(round, uid)))
      .reduce((sum, { stake }) => sum + stake, 0);
  const half = plan.validators.reduce((sum, { stake }) => sum + stake, 0) / 2;
  const at = `round ${plan.firstRound + index}`;
  if (stakeOf([...BEFORE_RECYCLING, ...AFTER_RECYCLING]) <= half)
    return [`${at}: no more than half of the stake shows the crown; let more validators follow`];
  if (round.kind === 'recycled' && stakeOf(['set-again']) <= half)
    return [`${at}: no more than half of the stake pays the recycled UID; let more validators set again`];
  return [];
}
