import type { RoundResult } from '../../domain/verdict.js';
import { crownWords } from '../crownWords.js';
import { orderChallengers } from '../orderChallengers.js';
import type { ReportRound, ReportView } from '../reportView.js';
import { signed, unsettledText } from '../roundText.js';
import { trustMeaning } from '../trustMeaning.js';
import { axesSection } from './axesSection.js';
import type { Block, ReportDocument, Section } from './block.js';
import { plain, uid } from './cells.js';
import { limitsSection, repeatSection } from './closingSections.js';
import { duelSection } from './duelSection.js';
import { footOf } from './footOf.js';
import { engineSection, inputsSection } from './inputsSections.js';
import { breachesSection, contendersSection, settingsSection, weightsSection } from './peopleSections.js';

const RULE_WORDS: Readonly<Record<string, string>> = {
  either: 'left open by the noise',
  split: 'legal settings disagree',
  '-': 'not decided',
};

const ruleWord = (result: RoundResult): string => {
  const word = crownWords(result).replayed;
  return RULE_WORDS[word] ?? (word === 'held' ? `u${result.king?.uid} (holds)` : word);
};

/** What one looks for first: who holds the crown by whom, and the bound that decided. */
const glance = (result: RoundResult): Block => {
  const [decisive] = orderChallengers(result);
  return {
    kind: 'facts',
    rows: [
      ['king of the round', uid(result.king?.uid)],
      ['crowned on chain', uid(result.claimedUid)],
      ['crowned by the rule', plain(ruleWord(result))],
      ...(decisive === undefined
        ? []
        : ([
            [
              `lower bound of u${decisive.uid}`,
              plain(
                `claimed ${signed(decisive.claimed?.lcb)}, replayed ${signed(decisive.replayed?.lcb)}; above 0 wins`,
              ),
            ],
          ] as const)),
      ['coverage', plain(`${Math.round(result.coverage * 100)}% of the decisive weight was executed again`)],
      ['chain facts', plain(trustMeaning(result.trust))],
    ],
  };
};

const whySection = (result: RoundResult): Section => ({
  id: 'why',
  title: 'Why',
  blocks: [
    {
      kind: 'list',
      items: [
        ...result.reasons.filter((reason) => reason !== result.causeNote),
        ...(result.unsettled === null ? [] : [unsettledText(result.unsettled)]),
        ...(result.conditional ? ['Conditional: the king of this round comes from a wrong crown.'] : []),
      ],
    },
  ],
});

/** The report of one round in full: the verdict first, then what shows it. */
export const roundDocument = (view: ReportView, round: ReportRound): ReportDocument => {
  const { result, replay } = round;
  const synthetic = replay?.start.synthetic ?? false;
  const lead: Block[] = [
    {
      kind: 'verdict',
      verdict: round.verdict,
      conditional: round.conditional,
      summary: result?.summary ?? 'No replay has finished this round.',
      cause:
        result === null || result.cause === null
          ? null
          : `${result.cause}${result.causeNote === null ? '' : `: ${result.causeNote}`}`,
    },
  ];
  const closing = [repeatSection(view), limitsSection(synthetic)];
  return {
    title: `Round ${round.roundId} of subnet ${view.netuid}`,
    subtitle:
      result === null
        ? 'not audited'
        : `seed block ${result.seedBlock}${result.seedTime === undefined ? '' : ` (${result.seedTime})`}, era ${result.eraId ?? 'not known'}, snapshot ${replay?.start.spec.snapshot.name ?? 'none'}`,
    synthetic,
    lead: result === null ? lead : [...lead, glance(result)],
    sections:
      result === null
        ? closing
        : [
            whySection(result),
            ...orderChallengers(result).map((challenger) => duelSection(round, challenger)),
            ...(result.quality === undefined ? [] : [axesSection(result.quality, round.axes)]),
            settingsSection(result),
            contendersSection(result),
            weightsSection(round, result),
            breachesSection(result),
            inputsSection(round, result),
            ...(replay === null ? [] : [engineSection(replay)]),
            ...closing,
          ],
    foot: footOf(view),
  };
};
