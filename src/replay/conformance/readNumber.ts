import * as z from 'zod';

const NAMED: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity, NaN: Number.NaN };

/** The float that a value of a vector file stands for; undefined when it is none. */
export const readNumber = (value: unknown): number | undefined =>
  typeof value === 'number'
    ? value
    : typeof value === 'string' && Object.hasOwn(NAMED, value)
      ? NAMED[value]
      : undefined;

/** A float as vector files write it: a number, or one of "inf", "-inf", "NaN". */
export const vectorFloat = z.union([
  z.number(),
  z.enum(['inf', '-inf', 'NaN']).transform((name) => NAMED[name] as number),
]);
