import { isAbsent } from '../../../domain/absent.js';
import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import type { Contender, ContenderDecision } from '../../../domain/round.js';
import type { RepositoryManifest } from '../../../domain/snapshot.js';
import {
  ACCESS_WORDS,
  GONE_WORDS,
  PASSING_WORDS,
  RESTRICTED_WORDS,
  wordsIn,
} from '../../../eras/errorWords.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { firstByUid } from '../firstByUid.js';
import { disqualifications, type ShownDisqualification, tookPart } from './disqualifications.js';

/** Published reasons that the evaluator writes after reading an error text by words, and the words of each. */
const READ_BY_WORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^arch: model \S* is not publicly accessible/i, ACCESS_WORDS],
  [/^integrity: model \S* no longer exists/i, GONE_WORDS],
  [/^integrity: model \S* is restricted/i, RESTRICTED_WORDS],
];

/**
 * E1: the evaluator reads an error of the hub by words anywhere in its text, and the text names the repository and the
 * revision. Where these hold such a word themselves, every error of that repository reads the same way. Looked for only
 * where the recorded repository shows the opposite of what was read (rule: prechecks, docs/methodology.md).
 */
export const reasonReadByWords: BreachCheck = {
  code: 'E1',
  title: 'A failure of the hub was read by a word of the repository name or revision',
  nature: 'defect',
  decidedFrom: 'published disqualifications, names and recorded manifests',
  find: (input) => {
    const refused = flatMap(disqualifications(input), (one) => readAsLasting(one, input));
    const putOff = flatMap(input.spec.contenders, (one) => readAsPassing(one, input));
    return firstByUid([...refused, ...putOff]);
  },
};

const manifestOf = (
  { repo, revision }: Contender,
  { findRepository }: BreachInput,
): RepositoryManifest | null => {
  const manifest = findRepository(repo, revision);
  return isAbsent(manifest) ? null : manifest;
};

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');
const namesOf = ({ repo, revision }: Contender): string => `${repo} ${revision}`;

function readAsLasting(
  { contender, reason, validatorUid }: ShownDisqualification,
  input: BreachInput,
): FoundBreach[] {
  const list = READ_BY_WORDS.find(([pattern]) => pattern.test(reason))?.[1] ?? [];
  const words = wordsIn(namesOf(contender), list);
  const manifest = words.length === 0 ? null : manifestOf(contender, input);
  if (manifest === null || manifest.private || manifest.disabled || manifest.gated) return [];
  const { uid, repo, revision, committedAt } = contender;
  return [
    {
      uid,
      decisive: false,
      evidence: [
        `Validator ${validatorUid} published UID ${uid} (commitment of block ${committedAt}) as disqualified: ${printable(reason, 160)}`,
        `${printable(repo, 120)} at ${revision} holds ${quoted(words)}: any error text that names it is read as a lasting refusal, a passing one too.`,
        'The repository is recorded as public at that revision. What the hub answered then is not recorded.',
      ],
    },
  ];
}

/** The contrary: `config.json` is missing for good, and the name makes its absence look like a passing failure. */
function readAsPassing({ contender, prechecks }: ContenderDecision, input: BreachInput): FoundBreach[] {
  if (contender === null || input.views.length === 0 || tookPart(contender, input)) return [];
  const words = wordsIn(namesOf(contender), PASSING_WORDS[input.policy.precheckLine]);
  const manifest = words.length === 0 ? null : manifestOf(contender, input);
  if (manifest === null || manifest.private || manifest.disabled || manifest.gated) return [];
  if (manifest.files.some((file) => file.path === 'config.json')) return [];
  const { uid, hotkey, repo, revision, committedAt } = contender;
  const key = `${hotkey}:${committedAt}`;
  const decided = input.views.some((view) => Object.hasOwn(view.disqualified, key));
  const refusedBefore = prechecks.some((one) => one.status === 'fail' && one.rule <= 11);
  if (decided || refusedBefore) return [];
  return [
    {
      uid,
      decisive: false,
      evidence: [
        `${printable(repo, 120)} at ${revision}, committed by UID ${uid} at block ${committedAt}, has no config.json: no precheck of it can ever pass.`,
        `Its name or revision holds ${quoted(words)}, so the evaluator reads the error as a passing one and tries again in every round.`,
        `Neither a row nor a disqualification of it is published by validators ${input.views.map((view) => view.validatorUid).join(', ')}.`,
      ],
    },
  ];
}
