/** Texts on which tokenizers differ: one reason each. */
export const HARD_TEXTS: readonly string[] = [
  '',
  ' ',
  'a',
  "the miller's mills; they'VE WE'LL i'M it'S ſ's 'ſx don't 'tis",
  'e\u0301 o\u0308\u0301 a\u0323\u0307 a\u0307\u0323 \u00e9\u0323z q\u0307\u0323',
  '\u0301\u0300x \u0344z \u0f73\u0f72 \u0f77',
  '\u212b \u2126\u0301 \u1e9b\u0323 \ufb01 \u00c5 A\u030a \uf900',
  'Z\u0351\u036b\u0343\u036a\u0302\u0324\u0320\u0349A\u0334\u0335\u031eL\u0367',
  '한국어 \u1112\u1161\u11ab\u1100\u1161 가\u11a8',
  'मैं क्षि नदी क\u093c\u094d \u0958 \u0929',
  'แม่น้ำ ประเทศไทย ก\u0e48\u0e49',
  '川は静かに流れる。東京タワー、漢字と仮名 か\u3099 が',
  'العربية \u0639\u0652\u0651 النهر',
  '👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇨🇭🇯🇵 ☠︎ 1️⃣ a😀b',
  '\u{1f600}\u{10ffff}\u{20bb7}\u{1d160}\u{1d11e}',
  '12345678901234567890 3.14159 1,000,000 ٣٤٥ ² ½ Ⅷ १२३',
  '     five   three  two one\t\ttabs \n\n lines\r\n\r\nand\u00a0\u2003\u3000wide\u200b\u2028\u0085\ufeff',
  '   \n   \n\n\n   x',
  ' \t \r\n',
  '\u0000\u0001\u0007\u001b[31m\u007f\u0080\u009f\u0000',
  '<|im_start|>user\nhi<|im_end|>\n<|endoftext|><|endoftext|>',
  '<think>\n\n</think>\n\n<|im_end|>\u0338x <|im_end|<|im_end|>> <think><tool_call>',
  '<|im_end\u200b|> < |im_end|> <|IM_END|> <thinking>',
  '!!!???...;;;--->>> ==> [[[{{{(((*** ~~~ """',
  'snake_case camelCase kebab-case __init__ a.b.c http://x.y/z?q=1&r=2#s',
  '\ufffd\ufffe\uffff\ue000 \u061c\u202e\u2066',
  'x'.repeat(300) + ' '.repeat(300) + '='.repeat(300),
  'a\u0301'.repeat(50),
];

/** Seeded texts from pieces that meet badly; the same for the same count and seed. */
export function drawnTexts(count: number, seed: number): string[] {
  const pieces = [...HARD_TEXTS.flatMap((text) => [...text].slice(0, 40)), ...EXTRA];
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(14) }, () => pieces[next(pieces.length)]).join(''),
  );
}

const EXTRA = [
  ' the',
  ' mill',
  'ing',
  "'s",
  "'LL",
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\t',
  ' \n',
  '12',
  '<|im_end|>',
  '<think>',
  '</think>',
  '\u0301',
  '\u0323',
  '\u0307',
  '\u0334',
  '\u0345',
  '\u0f71',
  '\u0f72',
  '\u3099',
  '\u1161',
  '\u11a8',
  '\u200d',
  '\ufe0f',
];
