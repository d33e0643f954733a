import { availableParallelism } from 'node:os';
import type { Provider } from '../../domain/engine.js';
import { InterruptedError } from '../../errors/interrupt.js';
import { createEngine, type OnnxEngine } from '../../model/engine/createEngine.js';
import type { CommandContext } from '../context.js';

/** Threads of an engine whose caller names no number. */
export const DEFAULT_THREADS = Math.min(8, availableParallelism());

/**
 * Runs work with an engine of its own, which ends with it; a signal ends both at once.
 *
 * @throws InterruptedError in place of whatever stopped work rejects with
 */
export async function withEngine<T>(
  context: Pick<CommandContext, 'signal' | 'err'>,
  how: { readonly threads: number; readonly provider?: Provider; readonly batch?: number },
  work: (engine: OnnxEngine) => Promise<T>,
): Promise<T> {
  const { batch: places = 1, ...rest } = how;
  const engine = await createEngine({ ...rest, places, onAlone: (why) => context.err(`${why}\n`) });
  const stop = () => void engine.close();
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    // A signal that came while the engine was starting found no listener.
    if (context.signal.aborted) await engine.close();
    return await work(engine);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    throw new InterruptedError(context.signal, 'Run the same command again.');
  } finally {
    context.signal.removeEventListener('abort', stop);
    await engine.close();
  }
}
