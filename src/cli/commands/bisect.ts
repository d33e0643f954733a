import type { Bisection, LayerBisection } from '../../domain/bisection.js';
import type { HashChain } from '../../domain/hashChain.js';
import { UsageError } from '../../errors/input.js';
import { bisectChains } from '../../replay/bisect/bisectChains.js';
import { bisectLayers } from '../../replay/bisect/bisectLayers.js';
import { CHAIN_KIND } from '../../replay/bisect/parseChain.js';
import { partingPrompt } from '../../replay/bisect/partingPrompt.js';
import { type NamedChain, readChain } from '../../replay/bisect/readChain.js';
import { readLayerFile } from '../../replay/bisect/readLayerFile.js';
import { openWorld } from '../../replay/openWorld.js';
import { bisectText } from '../../report/bisectText.js';
import type { BisectOptions } from '../call.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { withEngine } from './withEngine.js';

/**
 * Prints where the hash chains of two replays part: round, pass and prompt, and with `layers` the layer; or one chain
 * as a file for somebody else.
 */
export async function bisect(context: CommandContext, options: BisectOptions): Promise<number> {
  refuseContradiction(options);
  const place = { cwd: context.cwd, replays: context.options.replays };
  const read = (text: string) => ofRound(readChain(text, place), options.round);
  const a = read(options.a);
  if (options.b === undefined) {
    context.out(jsonLine({ schema: 1, kind: CHAIN_KIND, ...a.chain }));
    return EXIT.ok;
  }
  const b = read(options.b);
  const found = bisectChains(a.chain, b.chain);
  const layers = options.layers ? await layersOf(context, found, a.chain, options) : null;
  if (context.options.json)
    context.out(jsonLine({ schema: 1, a: sideOf(a), b: sideOf(b), ...found, ...(layers && { layers }) }));
  else context.out(bisectText(a, b, found, layers));
  return found.equal ? EXIT.ok : EXIT.inconclusive;
}

const sideOf = ({ name, chain }: NamedChain) => ({
  name,
  replay: chain.replay,
  snapshot: chain.snapshot,
  engine: chain.engine,
});

/** The layers of the parting prompt; null where tokens, models or lengths part, because no numbers do. */
async function layersOf(
  context: CommandContext,
  { first }: Bisection,
  chain: HashChain,
  { form, against, threads, provider }: BisectOptions,
): Promise<LayerBisection | null> {
  const theirs = against === undefined ? null : readLayerFile(against, context.cwd);
  if (first?.kind !== 'results') {
    context.err('no layers are run: there is no prompt whose numbers alone differ\n');
    return null;
  }
  const { snapshot, snapshots } = context.options;
  const world = await openWorld({ cwd: context.cwd, snapshot, snapshots });
  const prompt = await partingPrompt(first, chain, world);
  const forms = form.length > 0 ? form : [theirs?.run.form ?? first.pass?.form ?? 'contrib'];
  return withEngine(context, { threads, provider }, (engine) => bisectLayers(engine, prompt, forms, theirs));
}

function ofRound({ name, chain }: NamedChain, round: number | undefined): NamedChain {
  if (round === undefined) return { name, chain };
  const rounds = chain.rounds.filter(({ roundId }) => roundId === round);
  if (rounds.length > 0) return { name, chain: { ...chain, rounds } };
  const held = chain.rounds.map(({ roundId }) => roundId);
  throw new UsageError({
    what: `${name} holds no chain of round ${round}`,
    why: `it holds rounds ${held.slice(0, 8).join(', ')}${held.length > 8 ? ', ...' : ''}`,
    remedy: 'name a round that both hold, or leave --round away',
  });
}

function refuseContradiction(options: BisectOptions): void {
  const refuse = (what: string, remedy: string) => new UsageError({ what, remedy });
  const { b, layers, form, against } = options;
  if (options.export && (b !== undefined || layers))
    throw refuse('--export writes the chain of one replay', 'leave the second one and --layers away');
  if (!options.export && b === undefined)
    throw refuse('bisect takes two replays or chain files', 'give a second one, or --export for the first');
  if (!layers && (form.length > 0 || against !== undefined))
    throw refuse('--form and --against are used with --layers only', 'add --layers, or leave them away');
  if (against !== undefined && form.length > 1)
    throw refuse('--against is held against one run', 'give --form once at most');
}
