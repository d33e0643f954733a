import { type EngineFingerprint, identityOf } from '../../domain/engine.js';

/** The closing line for people: which engine computed the numbers, and what its self-test found wanting. */
export function engineLine(fingerprint: EngineFingerprint): string {
  const { digest, onnxruntime, provider, threads, selfTest } = fingerprint;
  const tf32 = selfTest?.tf32 === true ? ', factors rounded to 10 bits (TF32)' : '';
  const repeats = identityOf(fingerprint) === null ? ', does not repeat its own bits' : '';
  return `engine ${digest.slice(0, 12)}, ONNX Runtime ${onnxruntime}, ${provider}, ${threads} threads${repeats}${tf32}\n`;
}
