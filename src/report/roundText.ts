import { printable } from '../domain/printable.js';
import type { Breach, RoundResult, Unsettled, Verdict } from '../domain/verdict.js';
import { shareText } from './figures/axisLine.js';
import { VERDICT_MARKS, VERDICTS } from './figures/marks.js';
import { orderChallengers } from './orderChallengers.js';

/** A difference in nats per position, always with its sign. */
export const signed = (value: number | null | undefined, digits = 5): string =>
  value === null || value === undefined
    ? 'none'
    : `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(digits)}`;

/** One audited round as two to five plain lines: the answer, why, what it rests on. */
export function roundText(round: RoundResult, ascii: boolean): string {
  const { unicode, ascii: plain, word } = VERDICT_MARKS[round.verdict];
  const star = round.conditional ? ' *' : '';
  const head = [
    `#${round.roundId}`,
    `${`${ascii ? plain : unicode} ${word}${star}`.padEnd(17)}`,
    printable(round.eraId ?? 'no era').padEnd(3),
    `king ${uidText(round.king?.uid)}`,
    `chain ${uidText(round.claimedUid)}`,
    ...duelPart(round),
    `coverage ${Math.round(round.coverage * 100)}%`,
    `chain facts ${round.trust ?? 'none'}`,
  ].join('  ');
  const lines = [head, `        ${printable(round.summary)}`];
  if (round.cause !== null)
    lines.push(
      `        cause:  ${round.cause}${round.causeNote === null ? '' : `: ${printable(round.causeNote)}`}`,
    );
  for (const reason of round.reasons)
    if (reason !== round.causeNote) lines.push(`        - ${printable(reason)}`);
  if (round.unsettled !== null) lines.push(`        - ${unsettledText(round.unsettled)}`);
  for (const line of breachLines(round.breaches)) lines.push(`        ${line}`);
  for (const line of whatIfLines(round.whatIf)) lines.push(`        ${line}`);
  if (round.verdict === 'wrong-crown') lines.push(`        see:    recrown open ${round.roundId}`);
  return `${lines.join('\n')}\n`;
}

/** What would settle an inconclusive round. */
export function unsettledText({ uid, gate, likelihoodRatio, promptsNeeded }: Unsettled): string {
  const ratio =
    likelihoodRatio >= 1e6
      ? likelihoodRatio.toExponential(1)
      : String(Number(likelihoodRatio.toPrecision(3)));
  const needed =
    promptsNeeded === null
      ? 'no number of prompts takes the band off the line at the measured mean'
      : `${promptsNeeded} prompts in all would take the band off the line at the measured mean`;
  return `u${uid} ${printable(gate)} lies closest to its line: likelihood ratio ${ratio} against a value on the line; ${needed}.`;
}

/** What each switch of a defect changes, one line each under a head. */
function whatIfLines(whatIf: RoundResult['whatIf']): string[] {
  if (whatIf === undefined || whatIf.length === 0) return [];
  return [
    'what if, on computed axes:',
    ...whatIf.map(({ name, deployedUid, switchedUid, changed, contenders, why }) => {
      const head = `  ${name.padEnd(24)}`;
      if (why !== null) return `${head}not computed: ${printable(why)}`;
      const crown = changed
        ? `CHANGES the crown from ${uidText(deployedUid)} to ${uidText(switchedUid)}`
        : `crown ${uidText(deployedUid)} stays`;
      const moved = contenders
        .filter((one) => one.deployed !== one.switched)
        .map(({ uid, deployed, switched }) => `u${uid} ${shareText(deployed)} -> ${shareText(switched)}`);
      return `${head}${crown}${moved.length === 0 ? ', no quality moves' : `; quality ${moved.join(', ')}`}`;
    }),
  ];
}

/** Breaches by what they are, each code once with the UIDs that it names. */
function breachLines(breaches: readonly Breach[]): string[] {
  const codes = [...new Set(breaches.map((breach) => breach.code))];
  return codes.map((code) => {
    const own = breaches.filter((breach) => breach.code === code);
    const [first] = own as [Breach, ...Breach[]];
    const uids = [...new Set(own.map((breach) => `u${breach.uid}`))].slice(0, 8).join(' ');
    const weight = own.some((breach) => breach.decisive) ? 'decides' : 'listed';
    return `${code.padEnd(3)} ${first.nature}, ${weight}: ${printable(first.title)} (${uids})`;
  });
}

const uidText = (uid: number | null | undefined): string =>
  uid === null || uid === undefined ? 'none' : `u${uid}`;

function duelPart(round: RoundResult): string[] {
  const [challenger] = orderChallengers(round);
  if (challenger === undefined) return [];
  const parts = [`u${challenger.uid} lcb ${signed(challenger.replayed?.lcb)}`];
  if (challenger.claimed !== null) parts.push(`claimed ${signed(challenger.claimed.lcb)}`);
  if (round.noise !== null) parts.push(`noise ${round.noise.noiseNats.toExponential(1)}`);
  return parts;
}

/** `4 rounds: 2 consistent, 2 wrong crown (1 conditional)`. */
export function totalsText(
  rounds: readonly { readonly verdict: Verdict; readonly conditional: boolean }[],
): string {
  const parts = VERDICTS.flatMap((verdict) => {
    const of = rounds.filter((round) => round.verdict === verdict);
    if (of.length === 0) return [];
    const conditional = of.filter((round) => round.conditional).length;
    const tag = conditional === 0 ? '' : ` (${conditional} conditional)`;
    return [`${of.length} ${VERDICT_MARKS[verdict].word}${tag}`];
  });
  return `${rounds.length} ${rounds.length === 1 ? 'round' : 'rounds'}: ${parts.join(', ')}\n`;
}
