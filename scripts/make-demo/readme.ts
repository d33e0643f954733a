import { isSound } from './actors.js';
import { CANARY_MARKERS } from './canary.js';
import type { Plan, PlannedMiner } from './plan.js';
import type { Entries } from './rowEntries.js';
import type { PlantedRound } from './truth.js';

export interface ReadmeInput {
  readonly plan: Plan;
  readonly seed: number;
  readonly truth: readonly PlantedRound[];
  readonly commitBlocks: ReadonlyMap<string, number>;
}

const KINDS: Readonly<Record<PlantedRound['kind'], string>> = {
  dethroned: 'an honest dethronement: the challenger is better on the recorded text, and the rows pay it',
  held: 'a held crown: nobody is better than the king',
  'wrong-text':
    "a wrong crown that only the replayed duel shows: the evaluator restarted, and the winner's published KLs were taken on other teacher text than the king's. On either text alone the king wins",
  recycled:
    'a wrong crown that needs no model: the winner was deregistered after its rows showed, its UID went to a new hotkey; rows not set again show 0 there, rows set again pay the stranger',
};

const HELD_BY_STRANGER =
  "the king's model holds, but its UID went to a new hotkey during the round: rows that follow pay the stranger";

const FAULTS: Readonly<Record<NonNullable<PlannedMiner['fault']>, string>> = {
  branch: 'out: commits a branch, which is no revision',
  duplicate: 'out: the weight bytes of an earlier model',
  architecture: 'out: pinned config keys differ',
  private: 'out: the repository is private',
  code: 'out: Python files that are not allowed (and canaries, below)',
  probe: "in, but disqualified by the evaluator's fine-tune probe: no KL, so it cannot win",
};

const rowText = (row: Entries): string =>
  row.length === 0 ? '-' : row.map(([uid, weight]) => `${uid}: ${weight}`).join(', ');

export const table = (head: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The snapshot's README: what is planted, from the plan; measured numbers stand apart from it. */
export function readmeText(input: ReadmeInput): string {
  const { plan, seed, truth } = input;
  return `${[
    `# Snapshot ${plan.name}: SYNTHETIC`,
    `**Everything here is invented.** Blocks, hotkeys, stakes, commitments, models, texts and published files were made by a program;
nothing was recorded from the network, and no person or model of subnet 24 appears in it. It exists so that recrown can be tried and tested
against mistakes whose truth is known.`,
    `Made by \`npm run make-demo -- --seed ${seed} --plan FILE --out DIR\` (for \`snapshots/demo\`: seed 24 and
\`scripts/make-demo/demo.plan.json\`). The profile \`synthetic-p11\` replaces the architecture pins, byte bounds, vocabulary and chat template of era
P11, which small models cannot meet; every other rule is that of the era. \`planted.json\` holds the tables below for programs.`,
    '## Planted truth',
    `Written from the plan, not from an audit. The published quality axes are invented. Computed ones come from few, short answers
of small models (the counts stand in the profile): they differ by a few items of reasoning, ifeval and math and settle no crown, so an honest round is \`consistent\`, not \`confirmed\`.
Differences are findings that decide nothing and that follow from what is planted: F5, a validator skipped the round (its row is not set and
pays the king before); A8, rows of the round before showed only after the seed block, as the rows of every new king do.`,
    table(
      [
        'round',
        'verdict',
        'cause',
        'conditional',
        'king',
        'crowned',
        'rule',
        'breaches',
        'differences',
        'what was planted',
      ],
      truth.map((one) => [
        one.roundId,
        one.verdict,
        one.cause ?? '-',
        one.conditional ? 'yes' : 'no',
        `u${one.kingUid}`,
        `u${one.crownedUid}`,
        `u${one.ruleUid}`,
        one.breaches.join(', ') || '-',
        one.differences.join(', ') || '-',
        one.kind === 'held' && one.verdict === 'wrong-crown' ? HELD_BY_STRANGER : KINDS[one.kind],
      ]),
    ),
    '## Every validator row',
    `Status of the row that a round decided, as it stands at the end of the round's window (the next activation block), with the entries then shown.
A row that was not set again but is still the one that the rule gives counts as equal.`,
    table(
      ['round', ...plan.validators.map(({ uid, stake }) => `u${uid} (stake ${stake})`)],
      truth.map((one) => [
        one.roundId,
        ...plan.validators.map(({ uid }) => {
          const row = one.rows.find((candidate) => candidate.uid === uid);
          return `${row?.status}<br>${rowText(row?.shown ?? [])}`;
        }),
      ]),
    ),
    contenders(input),
    canaries(plan),
  ].join('\n\n')}\n`;
}

function contenders({ plan, commitBlocks }: ReadmeInput): string {
  const rows = plan.miners.map((miner) => [
    `u${miner.uid}`,
    miner.repo,
    commitBlocks.get(miner.name),
    miner.commitRound,
    isSound(miner) ? `${miner.noise} nats` : '-',
    (miner.fault === undefined
      ? miner.name === plan.priorKing
        ? 'in: king before the first round'
        : 'in'
      : FAULTS[miner.fault]) +
      (miner.twoReveals ? '; revealed another revision before' : '') +
      (miner.recommit ? "; reveals another revision after the last round's cutoff" : ''),
  ]);
  return `## Contenders

The teacher is a small Qwen3.5 model; each student is a small Quasar model on the teacher's embedding, with a head fitted to the teacher's logits and noise added to it: more noise, higher KL.

${table(['UID', 'repository', 'reveal block', 'first round', 'noise of a logit', 'in or out'], rows)}`;
}

function canaries(plan: Plan): string {
  const holder = plan.miners.find((miner) => miner.fault === 'code');
  if (holder === undefined) return '';
  return `## Canaries

\`${holder.repo}\` holds \`payload.py\`, \`setup.py\`, a pickle and a chat template. Whoever executes, unpickles or renders one of them finds
a new file in the working folder: ${CANARY_MARKERS.map((name) => `\`${name}\``).join(', ')}. recrown only hashes them.`;
}
