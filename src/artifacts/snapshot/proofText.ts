const MAX_NODES = 200_000;

/** Text of a read proof as the snapshot stores it: its nodes in hex, ascending and each once, as JSON with a newline. */
export const proofText = (nodes: readonly string[]): string =>
  `${JSON.stringify([...new Set(nodes)].sort())}\n`;

/** The nodes of a stored read proof; null when the text is not in the form that `proofText` gives. */
export function parseProof(text: string): readonly string[] | null {
  let nodes: unknown;
  try {
    nodes = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(nodes) || nodes.length > MAX_NODES) return null;
  const sound = nodes.every((node) => typeof node === 'string' && /^0x([0-9a-f]{2})+$/.test(node));
  return sound && proofText(nodes) === text ? nodes : null;
}
