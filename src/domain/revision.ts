/** Immutable identity of a model's files: the 40 lower-case hex digits of a git commit. */
export type Revision = string & { readonly revision: unique symbol };

/**
 * Reads a committed revision. A branch, a tag or a short hash names files that can change, so it is
 * not a revision.
 * @returns the revision, or null when the text is not 40 hex digits
 */
export const parseRevision = (text: string): Revision | null =>
  /^[0-9a-f]{40}$/.test(text) ? (text as Revision) : null;
