import type { JsonValue } from './parsePythonJson.js';

/** A parsed value as plain objects and lists; every key of the file is an own property, numbers that are not finite stay. */
export function plainValue(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (value instanceof Map)
    return Object.fromEntries(
      [...(value as ReadonlyMap<string, JsonValue>)].map(([key, one]) => [key, plainValue(one)]),
    );
  return value;
}
