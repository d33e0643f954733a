import type { Gate } from '../../domain/duel.js';
import type { Uid } from '../../domain/identity.js';

interface Gated {
  readonly uid: Uid;
  readonly gates: readonly Gate[];
}

/** First gate of the winners, the second side's first, that one side passes and the other does not; null when none is. */
export function partingGate(
  a: readonly Gated[],
  b: readonly Gated[],
  winners: readonly (Uid | null | undefined)[],
): string | null {
  for (const uid of winners) {
    const [one, two] = [a, b].map((side) => side.find((challenger) => challenger.uid === uid));
    const gate = one?.gates.find((own) => two?.gates.find((other) => other.name === own.name)?.ok !== own.ok);
    if (gate !== undefined) return gate.name;
  }
  return null;
}
