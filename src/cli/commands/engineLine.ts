import type { EngineFingerprint } from '../../domain/engine.js';

/** The closing line for people: which engine computed the numbers. */
export const engineLine = ({ digest, onnxruntime, threads }: EngineFingerprint): string =>
  `engine ${digest.slice(0, 12)}, ONNX Runtime ${onnxruntime}, ${threads} threads\n`;
