import { sha256Hex } from './canonical.js';

/**
 * Identity of a model's bytes: sha256 over the sha256 of its config.json and of each weight file in the order of their
 * names, one lower-case hex line each with its newline.
 */
export const modelDigest = (sha256s: readonly string[]): string =>
  sha256Hex(sha256s.map((one) => `${one}\n`).join(''));
