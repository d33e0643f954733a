import { identityOf } from '../../domain/engine.js';
import type { HashChain } from '../../domain/hashChain.js';
import type { JournalContent } from '../journal/readJournal.js';
import { chainRounds } from './chainRounds.js';
import { CHAIN_KIND } from './parseChain.js';

/** What another auditor needs of a replay to compare with their own, as JSON; null when it holds no chain. */
export function chainDocument({
  start,
  records,
}: JournalContent): ({ schema: 1; kind: typeof CHAIN_KIND } & HashChain) | null {
  const { fingerprint } = start;
  const rounds = chainRounds(records);
  if (fingerprint === null || rounds.length === 0) return null;
  const { digest, engine, onnxruntime, provider, cpu } = fingerprint;
  const { name, digest: recorded } = start.spec.snapshot;
  return {
    schema: 1,
    kind: CHAIN_KIND,
    replay: start.id,
    engine: {
      digest,
      engine,
      onnxruntime,
      provider,
      cpu,
      repeats: identityOf(fingerprint) !== null,
      teacher: start.spec.teacher ?? null,
    },
    snapshot: { name, digest: recorded },
    boundaries: start.spec.boundaries ?? {},
    rounds,
  };
}
