import { type ChainPass, type ChainPrompt, type HashChain, headOf } from '../../src/domain/hashChain.js';

export const hex = (word: number | string): string => String(word).padStart(64, '0');
export const TEXT = hex('aa');

export const prompt = (index: number, sha256 = hex(index), tokens = hex(index + 1000)): ChainPrompt => ({
  index,
  sha256,
  tokens,
});

export function pass(uid: number | null, links: readonly string[], more: Partial<ChainPass> = {}): ChainPass {
  const role = uid === null ? 'teacher' : uid === 1 ? 'king' : 'challenger';
  return { role, uid, capture: TEXT, form: 'contrib', revision: 'm', links, head: headOf(links), ...more };
}

/** A chain of two rounds: a teacher, a king and a challenger on three prompts each. */
export function chain(): HashChain {
  const links = (from: number) => [0, 1, 2].map((i) => hex(from + i));
  return {
    replay: '1c9814',
    engine: {
      digest: hex(7),
      engine: 'e',
      onnxruntime: '1',
      provider: 'cpu',
      cpu: 'c',
      repeats: true,
      teacher: null,
    },
    snapshot: { name: 'demo', digest: hex(8) },
    boundaries: {},
    rounds: [11643, 11644].map((roundId) => ({
      roundId,
      texts: [{ capture: TEXT, prompts: [prompt(0), prompt(2), prompt(3)] }],
      passes: [
        pass(null, links(100)),
        pass(1, links(200)),
        pass(9, links(300)),
        pass(1, links(400), { role: 'control', form: 'plain' }),
      ],
    })),
  };
}

/** The chain with one round changed. */
export function withRound(
  from: HashChain,
  roundId: number,
  change: (round: HashChain['rounds'][number]) => Partial<HashChain['rounds'][number]>,
): HashChain {
  return {
    ...from,
    rounds: from.rounds.map((round) => (round.roundId === roundId ? { ...round, ...change(round) } : round)),
  };
}
