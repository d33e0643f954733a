import * as z from 'zod';
import type { ChainPrompt } from '../../domain/hashChain.js';

const HEX = /^[0-9a-f]{64}$/;
const isHex = (value: unknown): value is string => typeof value === 'string' && HEX.test(value);
const isPrompt = (value: unknown): value is ChainPrompt => {
  const { index, sha256, tokens } = (value ?? {}) as Record<string, unknown>;
  return Number.isSafeInteger(index) && (index as number) >= 0 && isHex(sha256) && isHex(tokens);
};
/** Looked at as a whole: a list of a million faults is one fault. */
const listOf = <Item>(is: (value: unknown) => value is Item, error: string) =>
  z.custom<Item[]>((value) => Array.isArray(value) && value.every(is), { error });

/** The two lists of a hash chain, whoever wrote them. */
export const chainLists = {
  links: listOf(isHex, 'a list of sha256 is expected'),
  prompts: listOf(isPrompt, 'a list of {index, sha256, tokens} is expected'),
};
