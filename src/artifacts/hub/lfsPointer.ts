/** Longest text that is looked at: git's own limit for a pointer. */
export const MAX_POINTER = 1024;

/** True for the text that git keeps in place of a large file: it names the bytes and holds none of them. */
export const isLfsPointer = (bytes: Uint8Array): boolean =>
  bytes.length <= MAX_POINTER &&
  /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n(?:.*\n)*oid sha256:[0-9a-f]{64}\n/.test(
    Buffer.from(bytes).toString('latin1'),
  );
