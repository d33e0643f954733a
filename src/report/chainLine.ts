import type { ChainPass } from '../domain/hashChain.js';

/** A chain without its links. */
export type ChainHead = Omit<ChainPass, 'links'> & { readonly prompts: number };

/** The chains of a round without their links. */
export const chainHeads = (passes: readonly ChainPass[]): ChainHead[] =>
  passes.map(({ links, ...pass }) => ({ ...pass, prompts: links.length }));

/** The heads of a round's chains on one line, a text with its own passes after the other. */
export function chainLine(passes: readonly ChainHead[]): string {
  if (passes.length === 0) return 'hash chain  none recorded';
  const heads = passes.map(
    ({ uid, role, head }) => `${role}${uid === null ? '' : ` u${uid}`} ${head.slice(0, 12)}`,
  );
  return `hash chain  ${heads.join('  ')}`;
}
