import { readFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { Accelerator, EngineFingerprint, Provider, SelfTest } from '../../domain/engine.js';
import type { LibraryFacts } from './messages.js';
import { PROVIDERS_SENT, SESSION_OPTIONS } from './sessionOptions.js';

/** Raised whenever the graphs compute in another order: results of different numbers are not compared bit by bit. */
const GRAPH_REVISION = 'recrown-graphs/4';
/** Instruction sets that choose arithmetic kernels; other flags do not change a bit and differ between kernels. */
const ARITHMETIC_FLAGS = /^(?:sse|ssse|avx|fma|f16c|amx|asimd|sve|sme\d*$|bf16|i8mm|neon)/;

/** What an engine was found to be when it started. */
export interface MeasuredEngine {
  readonly library: LibraryFacts;
  readonly provider: Provider;
  readonly accelerator: Accelerator | null;
  readonly selfTest: SelfTest;
  readonly threads: number;
  readonly mappedFromBytes: number;
}

/** What decides the bits of a result on this machine. */
export function fingerprint({
  library,
  provider,
  accelerator,
  selfTest,
  threads,
  mappedFromBytes,
}: MeasuredEngine): EngineFingerprint {
  const fixed = {
    engine: GRAPH_REVISION,
    onnxruntime: library.version,
    nativeSha256: sha256Hex(library.nativeFiles.join('\n')),
    provider,
    ...cpu(),
    arch: arch(),
    sessionOptions: { ...SESSION_OPTIONS, executionProviders: PROVIDERS_SENT[provider], mappedFromBytes },
    environment: library.environment,
    ...(accelerator === null ? {} : { accelerator }),
  };
  const { tf32, repeats, threadsAgree } = selfTest;
  // Numbers that do not repeat would give one engine another digest at each start.
  const decisive = {
    ...fixed,
    selfTest: repeats ? selfTest : { tf32, repeats },
    ...(threadsAgree ? {} : { threads }),
  };
  return { ...fixed, selfTest, threads, digest: sha256Hex(canonicalJson(decisive)) };
}

/** Model and arithmetic flags of the processor; flags are empty where the system does not tell. */
function cpu(): { cpu: string; cpuFlags: string } {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  let info = '';
  try {
    info = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return { cpu: model, cpuFlags: '' };
  }
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(info)?.[1] ?? '';
  const arithmetic = flags.split(/\s+/).filter((flag) => ARITHMETIC_FLAGS.test(flag));
  return { cpu: model, cpuFlags: [...new Set(arithmetic)].sort().join(' ') };
}
