import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ASK = `
import ctypes
blas = ctypes.CDLL('libopenblas.so.0')
blas.openblas_get_corename.restype = ctypes.c_char_p
print(blas.openblas_get_corename().decode())
`;

/** What OpenBLAS falls back to: kernels for SSE3, which no processor of interest is limited to. */
const FALLBACK = 'Prescott';

/**
 * The kernels that OpenBLAS computes with under this Python, and whether they were given: it takes its oldest for a
 * processor that is newer than itself, which would make PyTorch several times slower than it need be.
 * @returns null without OpenBLAS
 */
export function blasKernels(python: string): { readonly name: string; readonly given: boolean } | null {
  const asked = spawnSync(python, ['-c', ASK], { encoding: 'utf8' });
  if (asked.status !== 0) return null;
  const own = asked.stdout.trim();
  const best = own === FALLBACK && process.env.OPENBLAS_CORETYPE === undefined ? newestHere() : null;
  return best === null ? { name: own, given: false } : { name: best, given: true };
}

/** The newest x86 kernels that this processor can run; null when it is no x86 with AVX2, or nobody says. */
function newestHere(): string | null {
  let flags: readonly string[] = [];
  try {
    flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(' ') ?? [];
  } catch {
    return null;
  }
  const has = (...names: string[]) => names.every((name) => flags.includes(name));
  if (has('avx512f', 'avx512bw', 'avx512dq', 'avx512vl')) return 'SkylakeX';
  return has('avx2', 'fma') ? 'Haswell' : null;
}
