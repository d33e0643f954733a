/**
 * Byte-level BPE of Qwen3.5's kind written anew from its description, without any pattern and without a queue: a second
 * opinion for small texts. Splits by hand, merges the best pair of the whole word again and again.
 */
export interface SlowBpe {
  encode(text: string): { ids: number[]; ends: number[] };
  decode(ids: readonly number[], skipSpecial: boolean): string;
}

interface Json {
  readonly added_tokens: readonly { id: number; content: string; special: boolean }[];
  readonly model: {
    readonly vocab: Readonly<Record<string, number>>;
    readonly merges: readonly [string, string][];
  };
}

const is = (property: string) => {
  const pattern = new RegExp(`^${property}$`, 'u');
  return (character: string | undefined): boolean => character !== undefined && pattern.test(character);
};
const isLetter = is('\\p{L}');
const isMark = is('\\p{M}');
const isNumber = is('\\p{N}');
const isSpace = is('\\p{White_Space}');
const isLine = (c: string | undefined): boolean => c === '\r' || c === '\n';
const isWord = (c: string | undefined): boolean => isLetter(c) || isMark(c);
const isOther = (c: string | undefined): boolean =>
  c !== undefined && !isSpace(c) && !isWord(c) && !isNumber(c);

/** Length in characters of the piece that begins at `at`. */
function pieceLength(text: readonly string[], at: number): number {
  for (const end of ['s', 't', 're', 've', 'm', 'll', 'd'])
    if (
      text[at] === "'" &&
      text.slice(at + 1, at + 1 + end.length).every((c, i) => c === end[i] || c === end[i]?.toUpperCase()) &&
      text.length >= at + 1 + end.length
    )
      return 1 + end.length;
  const run = (from: number, test: (c: string | undefined) => boolean): number => {
    let to = from;
    while (test(text[to])) to++;
    return to - from;
  };
  if (text[at] === "'" && text[at + 1] === 'ſ') return 2;
  const first = text[at];
  if (!isLine(first) && !isLetter(first) && !isNumber(first) && isWord(text[at + 1]))
    return 1 + run(at + 1, isWord);
  if (isWord(first)) return run(at, isWord);
  if (isNumber(first)) return 1;
  const blank = first === ' ' ? 1 : 0;
  const others = run(at + blank, isOther);
  if (others > 0) return blank + others + run(at + blank + others, isLine);
  const spaces = run(at, isSpace);
  const lastLine = text.slice(at, at + spaces).findLastIndex(isLine);
  if (lastLine >= 0) return lastLine + 1;
  return at + spaces === text.length || spaces === 1 ? spaces : spaces - 1;
}

export function slowBpe(text: string): SlowBpe {
  const { added_tokens: added, model } = JSON.parse(text) as Json;
  const bytes = alphabet();
  const rank = new Map(model.merges.map((pair, index) => [pair.join(' '), index]));
  const merge = (word: string[]): string[] => {
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let at = 0; at + 1 < word.length; at++) {
      const found = rank.get(`${word[at]} ${word[at + 1]}`);
      if (found !== undefined && found < lowest) [best, lowest] = [at, found];
    }
    if (best < 0) return word;
    return merge([...word.slice(0, best), `${word[best]}${word[best + 1]}`, ...word.slice(best + 2)]);
  };
  return {
    encode: (source) => {
      const ids: number[] = [];
      const ends: number[] = [];
      let before = 0;
      for (const part of cut(
        source,
        added.map((one) => one.content),
      )) {
        const special = added.find((one) => one.content === part);
        if (special === undefined) {
          const characters = [...part.normalize('NFC')];
          let at = 0;
          while (at < characters.length) {
            const length = pieceLength(characters, at);
            const piece = characters.slice(at, at + length);
            const owner = piece.flatMap((c, i) => new Array<number>(Buffer.byteLength(c)).fill(at + i + 1));
            let byte = 0;
            for (const token of merge([...Buffer.from(piece.join(''))].map((one) => bytes[one] as string))) {
              byte += token.length;
              ids.push(model.vocab[token] as number);
              ends.push(before + (owner[byte - 1] as number));
            }
            at += length;
          }
        } else {
          ids.push(special.id);
          ends.push(before + [...part].length);
        }
        before += [...part].length;
      }
      return { ids, ends };
    },
    decode: (ids, skipSpecial) => {
      const spelling = new Map(Object.entries(model.vocab).map(([token, id]) => [id, token]));
      const out: number[] = [];
      for (const id of ids) {
        const one = added.find((token) => token.id === id);
        if (one !== undefined) {
          if (!(skipSpecial && one.special)) out.push(...Buffer.from(one.content));
        } else for (const c of spelling.get(id) ?? '') out.push(bytes.indexOf(c));
      }
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(out));
    },
  };
}

function cut(text: string, contents: readonly string[]): string[] {
  const parts: string[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const found = contents
      .filter((content) => text.startsWith(content, at))
      .sort((left, right) => right.length - left.length)[0];
    if (found === undefined) plain += text[at++];
    else {
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(found);
      at += found.length;
    }
  }
  return plain === '' ? parts : [...parts, plain];
}

function alphabet(): string[] {
  const spelled = new Array<string>(256);
  for (const [from, to] of [
    [33, 126],
    [161, 172],
    [174, 255],
  ] as const)
    for (let byte = from; byte <= to; byte++) spelled[byte] = String.fromCharCode(byte);
  let next = 256;
  for (let byte = 0; byte < 256; byte++) spelled[byte] ??= String.fromCharCode(next++);
  return spelled;
}
