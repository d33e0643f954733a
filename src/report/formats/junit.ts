import type { Verdict } from '../../domain/verdict.js';
import { VERDICT_MARKS } from '../figures/marks.js';
import type { ReportRound, ReportView } from '../reportView.js';
import { roundText, totalsText } from '../roundText.js';
import { verdictTotals } from '../verdictTotals.js';
import { xmlText } from './xmlText.js';

const ELEMENTS: Readonly<Partial<Record<Verdict, 'failure' | 'error' | 'skipped'>>> = {
  'wrong-crown': 'failure',
  unverifiable: 'error',
  'not-replayed': 'skipped',
};

/** The lines of a round, each cleaned of what XML cannot hold. */
const detailOf = ({ result }: ReportRound): string =>
  result === null
    ? ''
    : roundText(result, true)
        .split('\n')
        .map((line) => xmlText(line))
        .join('\n');

const caseOf = (round: ReportRound, netuid: number): string => {
  const name = `round ${round.roundId}`;
  const open = `  <testcase classname="recrown.sn${netuid}" name="${name}">`;
  const message = xmlText(
    `${VERDICT_MARKS[round.verdict].word}${round.conditional ? ' (conditional)' : ''}: ${round.result?.summary ?? 'no replay has finished this round'}`,
    1000,
  );
  const kind = ELEMENTS[round.verdict];
  const inner =
    kind === undefined
      ? `<system-out>${detailOf(round)}</system-out>`
      : kind === 'skipped'
        ? `<skipped message="${message}"/>`
        : `<${kind} type="${round.verdict}" message="${message}">${detailOf(round)}</${kind}>`;
  return `${open}${inner}</testcase>`;
};

/**
 * A report for test runners: one case a round. Only a wrong crown is a failure; what cannot be verified is an error, and
 * what nobody replayed is skipped.
 */
export const junit = ({ rounds, netuid }: ReportView): string => {
  const totals = verdictTotals(rounds);
  const counts = `tests="${totals.rounds}" failures="${totals.verdicts['wrong-crown']}" errors="${totals.verdicts.unverifiable}" skipped="${totals.verdicts['not-replayed']}"`;
  const properties = [
    ['totals', totalsText(rounds).trimEnd()],
    ...Object.entries(totals.verdicts),
    ['conditional', totals.conditional],
  ].map(([name, value]) => `   <property name="${name}" value="${xmlText(String(value))}"/>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="recrown" ${counts}>`,
    ` <testsuite name="crowns of subnet ${netuid}" ${counts}>`,
    '  <properties>',
    ...properties,
    '  </properties>',
    ...rounds.map((round) => caseOf(round, netuid)),
    ' </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
