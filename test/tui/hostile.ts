/** Texts that a miner, hub or model could send: the terminal group, and what breaks columns. */
export const TERMINAL: readonly string[] = [
  '\u001b[2J',
  '\u001b[H= CONFIRMED',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://other.example\u0007link\u001b]8;;\u0007',
  '\u001b]52;c;aGk=\u0007',
  '\u001b]9;note\u0007\u001b]777;notify;a;b\u0007',
  '\u001bP q#0;2;0;0;0#0!100~-\u001b\\',
  '\u009b31m\u009d0;t\u009c',
  'open escape \u001b',
  '\u202egpj.exe\u2066\u200b\u200d\ufeff',
  'x'.repeat(2_000_000),
  '模型👩‍👩‍👧‍👦한글'.repeat(40),
  'first\rsecond',
  '\u001b[?1049l\u001b[?25h',
];
