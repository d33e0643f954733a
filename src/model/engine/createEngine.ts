import type { Engine, ModelFiles, RecurrenceForm } from '../../domain/engine.js';
import { UsageError } from '../../errors/input.js';
import type { EngineSpeed } from '../cost/EngineSpeed.js';
import { measureSpeed } from '../cost/measureSpeed.js';
import type { PlannedModel } from '../cost/planModel.js';
import type { ModelSwitches } from '../graphs/Architecture.js';
import { checkSwitches } from './checkSwitches.js';
import { EngineChild } from './EngineChild.js';
import { fingerprint } from './fingerprint.js';
import { LoadedQuasar } from './LoadedQuasar.js';
import { openModelFiles } from './openModelFiles.js';
import { MAPPED_FROM_BYTES } from './sessionOptions.js';

export interface EngineOptions {
  /** Threads inside one operator; they change the speed and no bit. */
  readonly threads: number;
  /** Receives what the runtime's native code says. */
  readonly log?: (text: string) => void;
  /** Size of weights from which a model is scored straight from its mapped file; see `SESSION_OPTIONS`. */
  readonly mappedFromBytes?: number;
}

/** An engine that also takes the named switches of a graph, for what-if questions. */
export interface OnnxEngine extends Engine {
  /** Number of the engine process, for whoever watches its memory. */
  readonly processId: number | undefined;
  load(files: ModelFiles, form: RecurrenceForm, switches?: ModelSwitches): Promise<LoadedQuasar>;
  /** How fast this engine is in the shapes of a model, measured in about a second; see `measureSpeed`. */
  speed(model: Pick<PlannedModel, 'cost' | 'mapped'>, tokens: number): Promise<EngineSpeed>;
}

/**
 * Starts the engine process. It holds ONNX Runtime, so that a crash or a kill in native code is an EngineError here;
 * `close()` ends it at once.
 */
export async function createEngine({
  threads,
  log,
  mappedFromBytes = MAPPED_FROM_BYTES,
}: EngineOptions): Promise<OnnxEngine> {
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > 256)
    throw new UsageError({
      what: `the number of threads is ${threads}`,
      why: 'a whole number from 1 to 256 is expected',
      remedy: 'Give a number of threads no larger than the number of processor cores.',
    });
  const child = new EngineChild(log);
  const library = await child.call({ kind: 'describe' }).catch(async (error: unknown) => {
    await child.kill();
    throw error;
  });
  return {
    fingerprint: fingerprint(library, threads, mappedFromBytes),
    processId: child.processId,
    load: async (files, form, switches = {}) => {
      const model = await openModelFiles(files);
      checkSwitches(switches, model.architecture);
      return new LoadedQuasar(child, model, form, { threads, mappedFromBytes }, switches);
    },
    speed: ({ cost, mapped }, tokens) => measureSpeed(child, { threads, mapped }, cost.shapes, tokens),
    close: () => child.kill(),
  };
}
