import type { z } from 'zod';

/** An optional key of a decision vector: missing and null both mean the default. */
export const orDefault = <T extends z.ZodType, D>(type: T, fallback: D) =>
  type.nullish().transform((value) => value ?? fallback);
