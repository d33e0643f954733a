import { printable } from '../../domain/printable.js';

/**
 * What the engine process is told in any case. Without the first, CUDA rounds factors to 10 bits of mantissa, and the binding has no
 * option against it; without the second, cuBLAS may add in another order each time; without the third, ONNX Runtime sends events
 * about every model to its maker and keeps an identifier of the machine (microsoft/onnxruntime#27379).
 */
const FIXED = {
  NVIDIA_TF32_OVERRIDE: '0',
  CUBLAS_WORKSPACE_CONFIG: ':4096:8',
  ORT_DISABLE_TELEMETRY: '1',
} as const;
const ARITHMETIC = /^(?:OMP|ORT|MKL|KMP|CUBLAS|CUDNN|NVIDIA_TF32)_|^(?:CUDA_VISIBLE_DEVICES|GLIBC_TUNABLES)$/;
const LONGEST_VALUE = 200;

type Variables = Readonly<Record<string, string | undefined>>;

/** The environment of the engine process: that of this one, with the fixed variables set. */
export const childEnvironment = (own: Variables): Variables => ({ ...own, ...FIXED });

/** The variables that can change arithmetic, by name in ascending order. */
export function arithmeticVariables(environment: Variables): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(environment).sort())
    if (ARITHMETIC.test(name)) found[name] = printable(environment[name] ?? '', LONGEST_VALUE);
  return found;
}
