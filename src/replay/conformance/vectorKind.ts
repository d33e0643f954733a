/**
 * Computes what the vectors of one kind expect.
 * @param input the vector's `input`, as it stands in the file: every kind checks it itself
 * @param document the whole file: defaults that a vector leaves out stand beside its `vectors`
 * @returns a plain value that holds at least the keys which vectors of this kind expect
 * @throws anything on a malformed input: it becomes a failure of the vector
 */
export type VectorKind = (input: unknown, document: Readonly<Record<string, unknown>>) => unknown;

/** Kinds by name; a vector of any other kind is skipped. */
export type VectorKinds = Readonly<Record<string, VectorKind>>;
