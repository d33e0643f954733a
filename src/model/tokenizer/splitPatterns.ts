const CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const LINES_AND_SPACE = '\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

/** Splits text before the merges: letters with their combining marks, single digits, punctuation, line ends, space. */
export const QWEN35_SPLIT = `${CONTRACTIONS}|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|${LINES_AND_SPACE}`;

/** The same of Qwen2 to Qwen3: combining marks count as punctuation. */
const QWEN2_SPLIT = `${CONTRACTIONS}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${LINES_AND_SPACE}`;

/**
 * The patterns that are run, by their exact text. A pattern of a file runs in a backtracking engine, which an unknown one
 * can hold for ever; in these every character is looked at a bounded number of times, whatever the text.
 */
export const SPLIT_PATTERNS: ReadonlySet<string> = new Set([QWEN35_SPLIT, QWEN2_SPLIT]);

/**
 * The pattern as the library is to run it. Where the file's own engine (Oniguruma) folds case in the contractions, a long
 * s counts as an s; the library folds ASCII only.
 */
export const withLongS = (pattern: string): string => `'\u017f|${pattern}`;
