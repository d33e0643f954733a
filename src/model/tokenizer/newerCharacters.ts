/**
 * Code points, in base 16, that a running Node may normalise and the tokenizers library does not: its tables of
 * decompositions and combining classes are older, so to it they neither combine nor change places.
 * Kept as data so that the Unicode version of the running Node has no say. Source: NFC and NFD of the library's
 * release 0.23.2 against ICU 78 (Unicode 17.0), every code point alone and beside marks of the lowest and highest class;
 * with them the new characters that their decompositions begin or end with.
 */
const RUNS = `
7fd 897-89f 8ca-8d3 9fe c3c d3b-d3c eba 1715 1abf-1add 1ae0-1aeb 1df6-1dfa a82c 105c9 105d2 105da 105e4 10d24-10d27
10d69-10d6d 10eab-10eac 10efa-10efb 10efd-10eff 10f46-10f50 10f82-10f85 11070 1133b 11382-11385 1138b 1138e
11390-11391 113b8 113bb 113c2 113c5 113c7-113c9 113ce-113d0 1145e 11839-1183a 11930 11935 11938 1193d-1193e 11943
119e0 11a34 11a47 11a99 11d42 11d44-11d45 11d97 11f41-11f42 1611e-16129 1612f 16d63 16d67-16d6a 16ff0-16ff1 1e08f
1e130-1e136 1e2ae 1e2ec-1e2ef 1e4ec-1e4ef 1e5ee-1e5ef 1e6e3 1e6e6 1e6ee-1e6ef 1e6f5`;

const escaped = (code: string): string => `\\u{${code}}`;

/** Matches runs of these characters; for `split`, which then keeps them. */
export const NEWER_CHARACTERS = new RegExp(
  `([${RUNS.trim()
    .split(/\s+/)
    .map((run) => run.split('-').map(escaped).join('-'))
    .join('')}]+)`,
  'u',
);
