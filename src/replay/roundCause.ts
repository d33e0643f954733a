import { decideCrown } from '../decide/decideCrown.js';
import type { ClaimedCrown } from '../diff/claimedCrown.js';
import { type CauseFinding, findCause } from '../diff/findCause.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import { flatMap } from '../domain/flatMap.js';
import { paidUid } from '../domain/paidUid.js';
import type { Contender } from '../domain/round.js';
import { claimedInput, rowOf } from './crownInputs.js';
import type { JudgeRoundInput } from './judgeRound.js';

/** What made the claimed crown wrong, from published and replayed scores; null when no model was run. */
export function causeOf(
  { inputs, texts, scores, decided }: JudgeRoundInput,
  claim: ClaimedCrown | Absent,
): CauseFinding | null {
  const { main } = decided;
  const text = isAbsent(texts) ? undefined : texts.texts.find((one) => one.capture === main?.capture);
  if (scores === null || main === undefined || text === undefined || isAbsent(claim)) return null;
  const { king, challengers } = inputs.spec;
  const claimed = claimedInput(inputs, text);
  const all: readonly Contender[] = [...(king === null ? [] : [king]), ...challengers];
  return findCause({
    contenders: all.map((contender) => ({
      uid: contender.uid,
      role: contender.uid === king?.uid ? 'king' : 'challenger',
      claimedKl: rowOf(inputs, contender)?.klPerPrompt ?? null,
      replays: flatMap(decided.texts, ({ capture }) => {
        const kl = scores.kl(contender.uid, capture, 'contrib', inputs.rules[0].policy.klMode);
        return kl === null ? [] : [{ capture, kl }];
      }),
    })),
    claimedUid: claim.uid,
    publishedUid: claim.publishedUid,
    ourUid: paidUid(main.decisions[0]?.expected ?? []),
    fromClaims:
      claimed === null ? null : inputs.rules.map((rules) => paidUid(decideCrown(claimed, rules).expected)),
  });
}
