import { shown, tokenizerRefused } from './tokenizerRefused.js';

export type Fields = Readonly<Record<string, unknown>>;
/** Per key the values that are read; `undefined` among them: the key may be missing. */
export type Expected = Readonly<Record<string, readonly unknown[]>>;

/** Ids stay below this; there are at most as many tokens and merges. */
export const MAX_TOKENS = 1 << 20;
/** Characters of one token as the file spells it. */
export const MAX_SPELLING = 4096;

export const isId = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < MAX_TOKENS;

/** @throws ModelRefusedError when the value is not an object */
export function fields(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw tokenizerRefused(`${name} is not an object`);
  return value as Fields;
}

/** @throws ModelRefusedError naming a key that is not known, or a value that is not read */
export function checkExact(value: unknown, expected: Expected, name: string): void {
  const object = fields(value, name);
  checkKeys(object, Object.keys(expected), name);
  checkValues(object, expected, `${name}.`);
}

/** @throws ModelRefusedError naming a key that is not known */
export function checkKeys(object: Fields, known: readonly string[], name: string): void {
  for (const key of Object.keys(object))
    if (!known.includes(key)) throw tokenizerRefused(`${name} has the key ${shown(key)}, which is not known`);
}

/** @throws ModelRefusedError naming a value that is not read */
export function checkValues(object: Fields, expected: Expected, prefix: string): void {
  for (const [key, values] of Object.entries(expected))
    if (!values.includes(object[key]))
      throw tokenizerRefused(`${prefix}${key} is ${shown(object[key])}, ${shown(values[0])} is expected`);
}
