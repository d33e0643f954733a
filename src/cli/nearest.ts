/** Changes of one letter that make one word of another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** The known word that needs the fewest changes, the first of equals; null where more than half of it would change. */
export function nearest(word: string, known: readonly string[]): string | null {
  const short = word.slice(0, 64).toLowerCase();
  let best: { readonly name: string; readonly far: number } | null = null;
  for (const name of known) {
    const far = distance(short, name.toLowerCase());
    if (far <= Math.max(short.length, name.length) / 2 && (best === null || far < best.far))
      best = { name, far };
  }
  return best?.name ?? null;
}
