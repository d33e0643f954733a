/** Models with at least this many bytes of weights are scored straight from their mapped file. */
export const MAPPED_FROM_BYTES = 64 * 1024 * 1024;

/**
 * Session options that decide bits or memory, as they are sent: a fixed optimisation level; no memory pattern, because
 * every run may have another length; threads that wait for the next operator spin 100 us, then leave the cores to others; at
 * the end of a run they do so at once.
 *
 * A mapped model is opened without constant folding and without prepacking: its weights stay in the miner's file and are
 * widened just before their use, instead of being copied twice. A small model is folded once and then runs faster.
 */
export const SESSION_OPTIONS = {
  common: {
    graphOptimizationLevel: 'extended',
    executionMode: 'sequential',
    enableCpuMemArena: true,
    enableMemPattern: false,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  },
  extra: {
    'session.use_deterministic_compute': '1',
    'session.intra_op.allow_spinning': '1',
    'session.intra_op.spin_duration_us': '100',
    'session.force_spinning_stop': '1',
  },
  mapped: {
    'session.disable_prepacking': '1',
    'optimization.disable_specified_optimizers': 'ConstantFolding',
  },
} as const;

/** Providers as they are sent, each alone: the binding takes no other option of CUDA than the number of the device. */
export const PROVIDERS_SENT = {
  cpu: ['cpu'],
  cuda: [{ name: 'cuda', deviceId: 0 }],
  webgpu: ['webgpu'],
} as const;
