import type { Boundary, Coordination, Era, EraPart, Evaluation, Policy } from '../eras/defineEra.js';
import { judgedRange } from '../eras/erasAt.js';
import { HELD_ERAS } from '../eras/eraTable.js';
import { MECHANISM_END, UNHELD_ERAS } from '../eras/unheldEras.js';

type Constant = keyof Policy | keyof Evaluation;

/** What each constant is, with its unit, for a reader who does not know the code. */
const MEANINGS: Readonly<Record<Constant, string>> = {
  klMode: 'form of the sparse KL',
  incumbentSource: 'who is seated first',
  revalidatesKing: 'the king is checked again at the start of an epoch',
  maintenance: 'pending submissions over the quotas are rotated in when nothing else waits',
  recentRepoSkip: 'a repository name of the last quota window is not evaluated again',
  precheckLine: 'version of the prechecks',
  precheckError: "what an error in one UID's prechecks does",
  startGate: 'no coordinated round before this block',
  alpha: 'level of the paired test, one-sided',
  lcbErrors: 'standard errors below the mean at the lower bound',
  minPairedPrompts: 'pairs that a duel needs',
  maxKl: 'mean KL above which a contender is disqualified, nats per position',
  fraudKl: 'mean KL at or below which a contender is disqualified as fraud, nats per position',
  normWeightMax: 'distance from 0 above which a weight of a norm layer fails the fine-tune probe',
  qualityFloor: 'least crown quality',
  qualityMargin: "share of the incumbent's quality that a challenger may lose",
  minQualityAxes: 'quality axes that the selector and the hold check ask for',
  qualityTolerance: 'tolerance of comparisons of quality',
  saturationEpsilon: 'worst axes at or below this count as saturated',
  tierAxes: 'axes of the first tier of the selector',
  tierVersion: 'schema version of the first tier of the selector',
  prompts: 'texts drawn for a duel',
  challengersPerRound: 'challengers of a round',
  quotaWindow: 'bucket of the submission quotas, blocks',
  quotaPerOwner: 'submissions of one owner in a bucket',
  quotaPerHotkey: 'submissions of one hotkey in a bucket',
  minCommitBlock: 'first block of commitments that count',
  reserveFraction: 'share of the weight that is kept back',
  reserveUid: 'UID that gets it',
  noWinnerUid: 'UID that is paid when nobody holds the crown',
  axisWeights: 'weights of the active axes',
  relativeAxes: 'active axes that crown quality leaves out',
  teacher: 'repository of the teacher',
  maxNewTokens: "tokens of the teacher's continuation at most",
  compositeSchema: 'version of the composite schema',
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const count = (value: number): string => value.toLocaleString('en-US');

/** A constant as a reader sees it; null = the era has no such rule, of a constant marked unknown: not known. */
function shown(name: Constant | 'changed', value: unknown, place = ''): string {
  if (value === null) return place.includes('(unknown)') ? 'unknown' : 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((one) => `\`${one}\``).join(', ');
  if (name === 'axisWeights') return '[below](#axis-weights)';
  if (name === 'startGate' || name === 'minCommitBlock') return count(Number(value));
  return typeof value === 'string' ? `\`${value}\`` : String(value);
}

const protocol = (grid: Coordination | null): string =>
  grid === null
    ? 'none known'
    : `${grid.protocol}: ${grid.roundBlocks} / +${grid.activationDelay} / ${grid.commitFinality}, join window ${grid.joinWindow ?? 'unknown'}`;

const between = ({ earliest, latest }: Boundary): string =>
  earliest === latest ? 'exact' : `${count(earliest)} to ${count(latest)}`;

function rangeTable(): string {
  const held = HELD_ERAS.map((era) => ({ ...era, judged: 'yes' }));
  const unheld = UNHELD_ERAS.map((era) => ({ ...era, judged: 'no: rule text not held' }));
  const end = { ...MECHANISM_END, coordination: null, judged: 'no: replaced' };
  return table(
    ['Era', 'What changed', 'First block', 'Between', 'How sure', 'Judged', 'Source', 'Rounds'],
    [...unheld, ...held, end].map(({ id, title, from, judged, source, coordination }) => [
      id,
      title,
      count(from.block),
      between(from),
      `${from.basis}. ${from.why}`,
      judged,
      source.replace('SILX-LABS/QUASAR-SUBNET', '').replace(/^@/, '').trim(),
      id === MECHANISM_END.id ? '' : protocol(coordination),
    ]),
  );
}

const constantsOf = ({ policy, evaluation }: Era): Readonly<Record<Constant, unknown>> => ({
  ...policy,
  ...evaluation,
});

function changes(era: Era, before: Era | undefined): string {
  const last = UNHELD_ERAS.at(-1);
  if (before === undefined)
    return `The rule text of ${last?.id} is not held, so what changed cannot be listed in full.`;
  const [now, then] = [constantsOf(era), constantsOf(before)];
  const names = Object.keys(MEANINGS).filter((name): name is Constant => isChanged(name as Constant, era));
  const rows = names
    .filter((name) => now[name] !== then[name])
    .map((name) => [
      `\`${name}\``,
      shown(name, then[name], before.places[name]),
      shown(name, now[name], era.places[name]),
      MEANINGS[name],
    ]);
  const groups: [EraPart, string, string][] = [
    ['coordination', protocol(before.coordination), protocol(era.coordination)],
    ['pins', pinsName(before), pinsName(era)],
  ];
  for (const [part, was, is] of groups)
    if (era.changed.includes(part)) rows.push([`\`${part}\``, was, is, GROUP_MEANINGS[part] ?? '']);
  return table(['Changed', `In ${before.id}`, `In ${era.id}`, 'Meaning'], rows);
}

const GROUP_MEANINGS: Partial<Record<EraPart, string>> = {
  coordination: 'protocol: round / activation / finality in blocks',
  pins: 'config keys that must be equal, with values that are held',
};

/** The parts of `evaluation` are listed one by one. */
const isChanged = (name: Constant, era: Era): boolean =>
  era.changed.some((part) => part === name) ||
  (Object.hasOwn(era.evaluation, name) && era.changed.includes('evaluation'));

const pinsName = ({ pins }: Era): string =>
  `${Object.keys(pins.architecture).length} of ${Object.keys(pins.architecture).length + pins.unheldKeys.length}`;

function settings(era: Era): string {
  const rows = era.settings.map(({ id, changes: moved, movesCrown }) => [
    `\`${id}\``,
    Object.entries(moved)
      .map(([name, value]) => `\`${name}\` ${shown(name as Constant, value)}`)
      .join(', ') || 'the constants below',
    Object.keys(moved).length === 0 ? '' : movesCrown ? 'yes' : 'no, only the row',
  ]);
  return table(['Legal setting', 'Changes', 'Can move the crown'], rows);
}

function constants(era: Era): string {
  const values = constantsOf(era);
  const rows = (Object.keys(MEANINGS) as Constant[]).map((name) => [
    `\`${name}\``,
    shown(name, values[name], era.places[name]),
    MEANINGS[name],
    era.places[name],
  ]);
  return table(['Constant', 'Value', 'Meaning', 'Place'], rows);
}

const section = (era: Era, at: number): string =>
  [
    `## ${era.id}: ${era.title}`,
    `From about block ${count(era.from.block)} (${era.from.basis}). Source \`${era.source}\`.`,
    changes(era, HELD_ERAS[at - 1]),
    settings(era),
    constants(era),
  ].join('\n\n');

/** One table for each distinct value, under the eras that have it. */
function shared<T>(of: (era: Era) => T, render: (value: T) => string): string {
  const groups = new Map<string, { eras: string[]; value: T }>();
  for (const era of HELD_ERAS) {
    const value = of(era);
    const key = JSON.stringify(value);
    const group = groups.get(key) ?? { eras: [], value };
    group.eras.push(era.id);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ eras, value }) => `${eras.join(', ')}:\n\n${render(value)}`)
    .join('\n\n');
}

const weights = shared(
  (era) => era.policy.axisWeights,
  (axes) =>
    table(
      ['Axis', 'Weight'],
      Object.entries(axes).map(([name, weight]) => [`\`${name}\``, String(weight)]),
    ),
);

const pins = shared(
  (era) => era.pins,
  (one) =>
    [
      table(
        ['Limit', 'Value'],
        [
          ['vocabulary', count(one.vocabSize)],
          ['weight bytes', `${count(one.minWeightBytes)} to ${count(one.maxWeightBytes)}`],
          ['parameters', `${one.maxParamsBillion} billion at most`],
          ['Python files', one.allowedPythonFiles.map((name) => `\`${name}\``).join(', ')],
          ...Object.entries(one.architecture).map(([key, value]) => [
            `config \`${key}\``,
            `\`${JSON.stringify(value)}\``,
          ]),
        ],
      ),
      one.unheldKeys.length === 0
        ? 'All pinned config keys are held.'
        : `Pinned too, to values that are not held: ${one.unheldKeys.map((key) => `\`${key}\``).join(', ')}. Without them rule 15 can fail and never pass.`,
    ].join('\n\n'),
);

/** The page `docs/eras.md`, made from the eras as data. */
export function renderErasDoc(): string {
  const { first, last } = judgedRange();
  return [
    '# Eras',
    'Made from `src/eras`; a test fails when this page is older than the data (CONTRIBUTING, "Adding an era", says how to make it again).',
    [
      'An era is the set of rules by which validators of a range of seed blocks decided. No file of the chain says which rules a validator',
      'ran, so each boundary says how surely it is known: `configured` (the block stands in the evaluator), `documented` (a date),',
      '`inferred` and `guess` (from the content of commits, which carry no dates here). Dates are counted at 7,200 blocks a day from block',
      '8,062,909 on 2026-04-27, a day more or less.',
    ].join('\n'),
    [
      `A round is judged when its seed block lies in ${count(first)} to ${count(last)}. It is judged with the likeliest era, and every other era`,
      'that validators may still, or already, have run is tried as a legal set of rules too. Where an era whose rule text is not held may',
      'have been in force, or the mechanism may have been replaced, nothing is judged: the round is `unverifiable`. A boundary that the operator',
      'of an audit gives (`P9`, its first seed block) counts as exact.',
    ].join('\n'),
    [
      'A place names the file of the evaluator that a constant mirrors. `(inferred)`: the rule text of that commit does not say it, or was not read;',
      '`(unknown)`: nothing says it, and the value is a switch. `none`: the era has no such rule.',
    ].join('\n'),
    '## Ranges',
    rangeTable(),
    ...HELD_ERAS.map(section),
    '## Axis weights',
    weights,
    '## Precheck pins',
    pins,
  ]
    .join('\n\n')
    .concat('\n');
}
