import type { Engine, EngineFingerprint, ModelFiles, Provider, RecurrenceForm } from '../../domain/engine.js';
import { UsageError } from '../../errors/input.js';
import { EngineError } from '../../errors/model.js';
import type { EngineSpeed } from '../cost/EngineSpeed.js';
import { measureSpeed } from '../cost/measureSpeed.js';
import type { PlannedModel } from '../cost/planModel.js';
import type { ModelSwitches } from '../graphs/Architecture.js';
import { checkSwitches } from './checkSwitches.js';
import { describeAccelerator } from './describeAccelerator.js';
import { EngineChild } from './EngineChild.js';
import { EngineHost } from './EngineHost.js';
import { fingerprint } from './fingerprint.js';
import { LoadedCheckpoint } from './LoadedCheckpoint.js';
import { openModelFiles } from './openModelFiles.js';
import { providerRefused } from './providerRefused.js';
import { selfTest } from './selfTest.js';
import { MAPPED_FROM_BYTES } from './sessionOptions.js';
import { testedSessions } from './testedSessions.js';

export interface EngineOptions {
  /** Threads inside one operator; they change the speed, and the self-test says whether a bit. */
  readonly threads: number;
  /** Where the arithmetic is done; nothing else is taken when it does not work. */
  readonly provider?: Provider;
  /** Receives what the runtime's native code says. */
  readonly log?: (text: string) => void;
  /** Size of weights from which a model is scored straight from its mapped file; see `SESSION_OPTIONS`. */
  readonly mappedFromBytes?: number;
  /** Memory that a process may keep when its last model is released; with more it is ended, and started when it is needed. */
  readonly keptBytes?: number;
  /** Sequences that are decoded together, at most, with the result that each has alone. Default: 1. */
  readonly places?: number;
  /** Is told when sequences are decoded one after the other after all. */
  readonly onAlone?: (why: string) => void;
}

/** What an allocator may keep before a fresh process is worth its start. */
const KEPT_BYTES = 512 * 2 ** 20;

/** An engine that also takes the named switches of a graph, for what-if questions. */
export interface OnnxEngine extends Engine {
  /** Number of the engine process that runs now or ran last, for whoever watches its memory. */
  readonly processId: number | undefined;
  load(files: ModelFiles, form: RecurrenceForm, switches?: ModelSwitches): Promise<LoadedCheckpoint>;
  /** How fast this engine is in the shapes of a model, measured in about a second; see `measureSpeed`. */
  speed(model: Pick<PlannedModel, 'cost' | 'mapped'>, tokens: number): Promise<EngineSpeed>;
}

/**
 * Starts the engine process and measures what it does. It holds ONNX Runtime, so that a crash or a kill in native code is an
 * EngineError here; the next call then starts a fresh process. `close()` ends it at once.
 *
 * @throws ProviderError when the provider is not installed or has no device, UsageError, EngineError
 */
export async function createEngine(options: EngineOptions): Promise<OnnxEngine> {
  const { threads, provider = 'cpu', mappedFromBytes = MAPPED_FROM_BYTES, keptBytes = KEPT_BYTES } = options;
  const { places = 1, onAlone = () => undefined } = options;
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > 256)
    throw new UsageError({
      what: `the number of threads is ${threads}`,
      why: 'a whole number from 1 to 256 is expected',
      remedy: 'Give a number of threads no larger than the number of processor cores.',
    });
  const first = await start(options);
  const host = new EngineHost(first.child, async () => {
    const next = await start(options);
    if (next.fingerprint.digest === first.fingerprint.digest) return next.child;
    await next.child.kill();
    throw new EngineError({
      what: 'the engine is another one after its restart',
      why: `its fingerprint was ${first.fingerprint.digest}, it is ${next.fingerprint.digest}`,
      remedy: 'Run the command again from its start.',
    });
  });
  return {
    fingerprint: first.fingerprint,
    get processId() {
      return host.last.processId;
    },
    load: async (files, form, switches = {}) => {
      const model = await openModelFiles(files);
      checkSwitches(switches, model.architecture);
      const how = { provider, threads, mappedFromBytes, keptBytes, places, onAlone };
      return new LoadedCheckpoint(host, model, form, how, switches);
    },
    speed: async ({ cost, mapped }, tokens) =>
      measureSpeed(await host.child(), { threads, provider, mapped }, cost.shapes, tokens),
    close: () => host.close(),
  };
}

/** A process whose self-test is done. */
async function start({
  threads,
  provider = 'cpu',
  mappedFromBytes = MAPPED_FROM_BYTES,
  log,
}: EngineOptions): Promise<{ child: EngineChild; fingerprint: EngineFingerprint }> {
  const child = new EngineChild(log);
  try {
    const library = await child.call({ kind: 'describe' });
    if (!library.providers.includes(provider))
      throw providerRefused(provider, `this build of ONNX Runtime knows ${library.providers.join(', ')}`);
    const measured = await selfTest(testedSessions(child, provider), threads).catch((error: unknown) => {
      throw provider === 'cpu' ? error : providerRefused(provider, error);
    });
    const accelerator = await describeAccelerator(child, provider);
    return {
      child,
      fingerprint: fingerprint({
        library,
        provider,
        accelerator,
        selfTest: measured,
        threads,
        mappedFromBytes,
      }),
    };
  } catch (error) {
    await child.kill();
    throw error;
  }
}
