/**
 * Joins the pieces of a body to larger ones, which are cheaper to write. When the body fails, what had come is given on
 * before its error is.
 * @param least bytes of every piece but the last
 */
export async function* largerPieces(
  body: AsyncIterable<Uint8Array>,
  least = 1 << 20,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  const take = (): Uint8Array => {
    const piece = Buffer.concat(held, size);
    held = [];
    size = 0;
    return piece;
  };
  let failure: { readonly error: unknown } | null = null;
  const pieces = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await pieces.next().catch((error: unknown) => {
        failure = { error };
        return null;
      });
      if (next === null || next.done === true) break;
      held.push(next.value);
      size += next.value.length;
      if (size >= least) yield take();
    }
    if (size > 0) yield take();
  } finally {
    await pieces.return?.();
  }
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
}
