import { type Absent, isAbsent } from '../domain/absent.js';
import type { TokenMode } from '../domain/duel.js';
import { flatMap } from '../domain/flatMap.js';
import type { Uid } from '../domain/identity.js';
import { MAJORITY } from '../domain/majority.js';
import type { RoundQuality } from '../domain/roundQuality.js';
import type { Breach, Cause, NoiseFloor, Verdict, VerdictBand } from '../domain/verdict.js';
import { BREACH_CHECKS } from './breaches/breachChecks.js';
import type { ClaimedCrown } from './claimedCrown.js';
import { CONFIRMING_COVERAGE } from './coverage.js';
import type { CauseFinding } from './findCause.js';

/** What one legal set of rules gives on one teacher text. */
export interface SettingOutcome {
  readonly setting: string;
  readonly eraId: string;
  /** Whom the rule pays: the winner, or the fallback of a round without a king; null = nobody can be paid. */
  readonly paidUid: Uid | null;
  readonly reason: string;
  /** Every UID that could be paid inside the noise band, `paidUid` first. */
  readonly band: readonly (Uid | null)[];
  /** Gates whose outcome the noise can change, as `uid gate`. */
  readonly touched: readonly string[];
}

/** Outcomes on one captured teacher text; `outcomes[0]` is the era's default setting. */
export interface TextOutcome {
  /** sha256 of the captured file; null for scores that were only read. */
  readonly capture: string | null;
  readonly outcomes: readonly SettingOutcome[];
}

/** What computed axes say of the crown (rule: quality band, docs/methodology.md). */
type QualityStanding = Pick<RoundQuality, 'wording' | 'share' | 'crowns' | 'why'>;

export interface JudgeInput {
  readonly claim: ClaimedCrown | Absent;
  /** One entry per teacher text that was replayed; empty when nothing could be decided. */
  readonly texts: readonly TextOutcome[];
  readonly tokenMode: TokenMode | null;
  /** Needed before anything is called wrong, unless no model ran (`recompute`). */
  readonly noise: NoiseFloor | null;
  /** The band that the outcomes were walked over. */
  readonly band: VerdictBand | null;
  readonly breaches: readonly Breach[];
  /** What the decision needed and did not have; any entry rules out a wrong crown by duel. */
  readonly missing: readonly Absent[];
  /** One sentence when texts of other validators, which are not recorded, may give the claimed crown; else null. Asked last. */
  readonly otherTexts: () => string | null;
  /** 0 to 1, see `coverageOf`. */
  readonly coverage: number;
  readonly conditional: boolean;
  /** What the axes that were computed here say; null or absent when the duel alone was run. */
  readonly quality?: QualityStanding | null;
  /** What `findCause` says of this round; asked only when the crown is wrong by its duel. */
  readonly cause: () => CauseFinding | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly cause: Cause | null;
  readonly summary: string;
  readonly reasons: readonly string[];
  /** The cause in one phrase; null without one. */
  readonly causeNote: string | null;
}

const named = (uid: Uid | null): string => (uid === null ? 'nobody' : `UID ${uid}`);

/**
 * The verdict on one round. Missing data can only make it unverifiable, noise only inconclusive; a wrong crown needs
 * every legal setting on every captured text with the whole noise band on the other side, or a breach that needs no
 * model (rule: verdicts, docs/methodology.md).
 */
export function judge(input: JudgeInput): Judgement {
  const found = input.breaches.some((breach) => breach.decisive)
    ? breached(input)
    : (lacking(input) ?? compared(input));
  return { ...found, reasons: [...found.reasons, ...howFirm(input)] };
}

function breached({ breaches, claim }: JudgeInput): Judgement {
  const first = breaches.find((breach) => breach.decisive) as Breach;
  const whom = isAbsent(claim) ? `UID ${first.uid}` : `UID ${claim.uid}`;
  return {
    verdict: 'wrong-crown',
    cause: 'rules',
    summary: `The crown of ${whom} breaks a rule that needs no model: ${first.code}, ${lowerFirst(first.title)}.`,
    reasons: [
      ...flatMap(
        breaches.filter((breach) => breach.decisive),
        (breach) => breach.evidence,
      ),
      BREACH_CHECKS.some((check) => check.code === first.code && check.decidedFrom.includes('published'))
        ? 'No legal setting tried changes this: it rests on chain state and on what the validators that set the rows published.'
        : 'No legal setting changes this: it rests on chain state alone.',
    ],
    causeNote: `${first.code} ${first.title} (u${first.uid})`,
  };
}

/** Unverifiable, with each missing thing named; null when nothing is missing. */
function lacking({ claim, texts, missing, noise, tokenMode }: JudgeInput): Judgement | null {
  const lacks = [...(isAbsent(claim) ? [claim] : []), ...missing].map((one) => one.why);
  if (texts.length === 0 || texts.some((text) => text.outcomes.length === 0))
    lacks.push('No teacher text of this round could be scored.');
  else if (noise === null && tokenMode !== 'recompute')
    lacks.push('The noise floor of this machine was not measured.');
  if (lacks.length === 0) return null;
  const whom = isAbsent(claim) ? 'The crown of this round' : `The crown of UID ${claim.uid}`;
  return {
    verdict: 'unverifiable',
    cause: null,
    summary: `${whom} cannot be checked: ${lacks.length === 1 ? 'one thing is' : `${lacks.length} things are`} missing.`,
    reasons: lacks,
    causeNote: null,
  };
}

function compared(input: JudgeInput): Judgement {
  const claim = input.claim as ClaimedCrown;
  const { uid } = claim;
  const defaults = input.texts.map((text) => text.outcomes[0] as SettingOutcome);
  const all = flatMap(input.texts, (text) => text.outcomes);
  const agrees = (outcome: SettingOutcome) => outcome.paidUid === uid;
  if (claim.supportShare <= MAJORITY) return noClaim(claim);
  if (defaults.every(agrees)) return sameCrown(input, uid, defaults);
  if (claim.standing || claim.permittedShare <= MAJORITY) return noClaim(claim);
  if (defaults.some(agrees))
    return inconclusive(uid, ['The captured teacher texts give different crowns under the default setting.']);
  const split = all.filter(agrees);
  if (split.length > 0) return policySplit(uid, defaults[0] as SettingOutcome, split);
  const near = all.filter((outcome) => outcome.band.includes(uid));
  if (near.length > 0) return inconclusive(uid, bandReasons(near));
  if (input.tokenMode === 'fresh') return inconclusive(uid, [otherSample(defaults)]);
  const otherTexts = input.otherTexts();
  if (otherTexts !== null) return inconclusive(uid, [otherTexts]);
  return wrong(input, uid, defaults);
}

function sameCrown(input: JudgeInput, uid: Uid, defaults: readonly SettingOutcome[]): Judgement {
  const unsure = defaults.filter((outcome) => outcome.band.length > 1);
  if (unsure.length > 0) return inconclusive(uid, bandReasons(unsure));
  const { quality = null } = input;
  if (quality !== null && !quality.crowns.includes(uid)) return inconclusive(uid, [contradiction(quality)]);
  const firm = input.coverage >= CONFIRMING_COVERAGE && input.tokenMode === 'pinned';
  const reasons = [...new Set(defaults.map((outcome) => outcome.reason))];
  if (firm)
    return {
      verdict: 'confirmed',
      cause: null,
      summary: `The crown of UID ${uid} is the one that the rule gives${quality === null ? '' : `; the axes were asked ${WORDS[quality.wording]}`}.`,
      reasons,
      causeNote: null,
    };
  return {
    verdict: 'consistent',
    cause: null,
    summary: `The crown of UID ${uid} is the one that the rule gives; too little was executed again to confirm it.`,
    reasons,
    causeNote: null,
  };
}

const WORDS = {
  own: "in recrown's own words, not the evaluator's",
  reference: "in the evaluator's words as far as it gives them",
} as const;

/** Axes alone prove no wrong crown in any words, and what speaks against one is not hidden. */
const contradiction = ({ crowns, wording }: QualityStanding): string =>
  `On the axes as they were computed here the rule gives ${crowns.map(named).join(' or ')} over the whole band; they were asked ${WORDS[wording]}, which alone proves no wrong crown.`;

/** A new sample of the text can contradict a crown, and is not what the crown was measured on. */
const otherSample = (defaults: readonly SettingOutcome[]): string =>
  `On a text that was drawn anew the rule gives ${named(defaults[0]?.paidUid ?? null)} over the whole noise band. It is another sample than the text of the round, which alone can prove a wrong crown: the validator's eval_data.json of the round holds it.`;

/** Too few rows speak for a crown to call it the chain's: a late or hidden row may show another one. */
const noClaim = (claim: ClaimedCrown): Judgement => ({
  verdict: 'unverifiable',
  cause: null,
  summary: `The rows do not show which crown the validators gave in this round.`,
  reasons: [
    claim.standing
      ? `No visible row was decided in this round; the older ones pay UID ${claim.uid}.`
      : `Rows with ${Math.round(claim.permittedShare * 100)} % of the permitted stake weight pay UID ${claim.uid}; the others are hidden, stale, unset or pay somebody else.`,
  ],
  causeNote: null,
});

const inconclusive = (uid: Uid, reasons: readonly string[]): Judgement => ({
  verdict: 'inconclusive',
  cause: null,
  summary: `Whether the crown of UID ${uid} is right cannot be told.`,
  reasons,
  causeNote: null,
});

function bandReasons(outcomes: readonly SettingOutcome[]): string[] {
  const touched = [...new Set(flatMap(outcomes, (outcome) => outcome.touched))];
  const others = [...new Set(flatMap(outcomes, (outcome) => outcome.band))].map(named);
  return [
    `Inside the noise band the rule gives ${others.join(' or ')}.`,
    ...(touched.length > 0 ? [`The noise band touches ${touched.join(', ')}.`] : []),
  ];
}

function policySplit(uid: Uid, plain: SettingOutcome, split: readonly SettingOutcome[]): Judgement {
  const own = split.filter((outcome) => outcome.eraId === plain.eraId);
  const eras = [...new Set(split.map((outcome) => outcome.eraId))].join(', ');
  const where =
    own.length > 0
      ? 'under another legal setting'
      : `under the rules of another era that may have been in force (${eras})`;
  const names = [...new Set(split.map((outcome) => outcome.setting))];
  return {
    verdict: 'policy-split',
    cause: null,
    summary: `The crown of UID ${uid} is right ${where}; the default gives ${named(plain.paidUid)}.`,
    reasons: [plain.reason, `Legal settings that give UID ${uid}: ${names.join(', ')}.`],
    causeNote: null,
  };
}

function wrong(input: JudgeInput, uid: Uid, defaults: readonly SettingOutcome[]): Judgement {
  const plain = defaults[0] as SettingOutcome;
  const texts = input.texts.length;
  const settings = input.texts[0]?.outcomes.length ?? 0;
  const found = input.cause();
  const cause = found?.cause ?? null;
  return {
    verdict: 'wrong-crown',
    cause,
    summary: `The crown went to UID ${uid}; the rule gives ${named(plain.paidUid)} under every legal setting tried.`,
    reasons: [
      plain.reason,
      `None of ${settings} legal settings tried gives UID ${uid} on ${texts === 1 ? 'the teacher text' : `any of ${texts} teacher texts`}, with the whole noise band.`,
      ...(found?.reasons ?? []),
    ],
    causeNote: cause === null ? null : (found?.reasons[0] ?? null),
  };
}

function howFirm({
  claim,
  noise,
  band,
  tokenMode,
  quality = null,
  coverage,
  conditional,
}: JudgeInput): string[] {
  const reasons = isAbsent(claim) ? [] : [...claim.reasons];
  if (noise !== null)
    reasons.push(
      `Noise floor ${noise.noiseNats} nats per position, measured as king against king on ${noise.n} prompts (${noise.forms.join(' against ')}).`,
    );
  if (band !== null)
    reasons.push(
      `The noise band is ${band.halfWidthNats.toExponential(2)} nats wide on each side: z ${band.z.toFixed(3)} for ${band.alpha} over ${band.m} gates of this audit.`,
    );
  if (tokenMode === 'recompute') reasons.push('No model was run: the decision rests on stored numbers.');
  if (tokenMode === 'fresh')
    reasons.push('The teacher text was drawn anew: the band is that of a new sample of the text.');
  if (quality !== null)
    reasons.push(
      `Axes with ${Math.round(quality.share * 100)} % of the quality weight were computed here for every contender, ${WORDS[quality.wording]}. ${quality.why}`,
    );
  reasons.push(
    `Coverage ${Math.round(coverage * 100)} %: the share of the decisive weight that was executed again.`,
  );
  if (conditional)
    reasons.push('The king of this round comes from a wrong crown, so the verdict is conditional.');
  return reasons;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
