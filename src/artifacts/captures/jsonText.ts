import type { JsonValue } from '../published/parsePythonJson.js';

/** Text of a parsed value: members in their order, no spaces, numbers in their shortest form. The same value gives the same text. */
export function jsonText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (value instanceof Map)
    return `{${[...(value as ReadonlyMap<string, JsonValue>)].map(([key, one]) => `${JSON.stringify(key)}:${jsonText(one)}`).join(',')}}`;
  return JSON.stringify(value);
}
