import type { Bisection, Parting, PartingKind } from '../../domain/bisection.js';
import type { ChainPass, ChainPrompt, ChainRound, HashChain } from '../../domain/hashChain.js';

/**
 * Finds the first difference of two chains: round by round, pass by pass in the order in which A ran them, prompt by
 * prompt. Pure.
 */
export function bisectChains(a: HashChain, b: HashChain): Bisection {
  const [inA, inB] = [roundsOf(a), roundsOf(b)];
  const rounds = {
    both: [...inA.keys()].filter((id) => inB.has(id)),
    onlyA: [...inA.keys()].filter((id) => !inB.has(id)),
    onlyB: [...inB.keys()].filter((id) => !inA.has(id)),
  };
  const tally = { links: 0 };
  let first: Parting | null = null;
  for (const roundId of rounds.both) {
    first = partingIn(inA.get(roundId) as ChainRound, inB.get(roundId) as ChainRound, tally);
    if (first !== null) break;
  }
  const odd = rounds.onlyA[0] ?? rounds.onlyB[0];
  if (first === null && odd !== undefined)
    first = { ...NOWHERE, kind: 'rounds', roundId: rounds.both.length === 0 ? null : odd };
  return {
    equal: first === null,
    sameEngine: a.engine.digest === b.engine.digest && a.engine.teacher === b.engine.teacher,
    repeats: a.engine.repeats && b.engine.repeats,
    sameSnapshot: a.snapshot.digest === b.snapshot.digest,
    rounds,
    equalLinks: tally.links,
    first,
  };
}

const NOWHERE = { roundId: null, pass: null, position: null, a: null, b: null } as const;

function partingIn(a: ChainRound, b: ChainRound, tally: { links: number }): Parting | null {
  const { roundId } = a;
  const unmatched = (pass: ChainPass, other: ChainRound): Parting => ({
    ...NOWHERE,
    kind: other.texts.some(({ capture }) => capture === pass.capture) ? 'passes' : 'texts',
    roundId,
    pass: named(pass),
  });
  const [inA, inB] = [passesOf(a), passesOf(b)];
  for (const pass of a.passes) {
    const other = inB.get(keyOf(pass));
    if (other === undefined) return unmatched(pass, b);
    if (pass.revision !== other.revision) return { ...NOWHERE, kind: 'models', roundId, pass: named(pass) };
    const shorter = Math.min(pass.links.length, other.links.length);
    let position = 0;
    while (position < shorter && pass.links[position] === other.links[position]) position += 1;
    tally.links += position;
    if (position === pass.links.length && position === other.links.length) continue;
    const own = { a: promptAt(a, pass, position), b: promptAt(b, other, position) };
    const kind = position === shorter ? 'length' : kindOf(own.a, own.b);
    return { kind, roundId, pass: named(pass), position, ...own };
  }
  const more = b.passes.find((pass) => !inA.has(keyOf(pass)));
  return more === undefined ? null : unmatched(more, a);
}

function kindOf(a: ChainPrompt | null, b: ChainPrompt | null): PartingKind {
  if (a?.index !== b?.index || a?.sha256 !== b?.sha256) return 'prompts';
  return a?.tokens === b?.tokens ? 'results' : 'tokens';
}

/** Null where the pass has no link. */
const promptAt = (round: ChainRound, pass: ChainPass, position: number): ChainPrompt | null =>
  position < pass.links.length
    ? (round.texts.find(({ capture }) => capture === pass.capture)?.prompts[position] ?? null)
    : null;

const roundsOf = (chain: HashChain) => new Map(chain.rounds.map((round) => [round.roundId, round]));
const passesOf = (round: ChainRound) => new Map(round.passes.map((pass) => [keyOf(pass), pass]));
const keyOf = ({ role, uid, capture, form }: ChainPass): string => `${role} ${uid} ${capture} ${form}`;
const named = ({ links: _, head: __, ...pass }: ChainPass) => pass;
