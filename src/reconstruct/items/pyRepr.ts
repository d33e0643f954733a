/**
 * A value as Python's `repr` prints it: whole numbers, booleans, texts without control characters, lists, and
 * `{tuple: [...]}` for a tuple. A text is quoted by ' unless it holds one and no ".
 */
export function pyRepr(value: unknown): string {
  if (typeof value === 'number') return String(value === 0 ? 0 : value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    return quote + value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
  }
  if (Array.isArray(value)) return `[${value.map(pyRepr).join(', ')}]`;
  const { tuple } = value as { readonly tuple: readonly unknown[] };
  return `(${tuple.map(pyRepr).join(', ')}${tuple.length === 1 ? ',' : ''})`;
}
