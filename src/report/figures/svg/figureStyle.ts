/** Colours of Okabe and Ito, told apart with every common kind of colour vision. */
const [ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE, GREY] = [
  '#E69F00',
  '#56B4E9',
  '#009E73',
  '#F0E442',
  '#0072B2',
  '#D55E00',
  '#CC79A7',
  '#999999',
];

/** Fill of each verdict; its mark and word stand beside it everywhere. */
const VERDICT_FILLS: readonly (readonly [string, string])[] = [
  ['confirmed', GREEN],
  ['consistent', SKY],
  ['wrong-crown', VERMILLION],
  ['policy-split', ORANGE],
  ['inconclusive', YELLOW],
  ['unverifiable', PURPLE],
  ['not-replayed', GREY],
].map(([name, fill]) => [String(name), String(fill)]);

/** Rules for every figure, alone or inside a page: the same classes, light and dark. */
export const FIGURE_STYLE = [
  '.figure text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}',
  '.figure .f-title{font-size:14px;font-weight:650}.figure .f-small{font-size:11px}.figure .f-strong{font-weight:650}',
  '.f-ink{fill:#1b2129}.f-soft{fill:#5a6472}.f-mark{fill:#10151b;font-weight:700}',
  '.f-paper{fill:#ffffff}.f-track{fill:#eceff3}.f-grid{stroke:#d5dae1;stroke-width:1}.f-zero{stroke:#1b2129;stroke-width:1.2}',
  `.f-king{fill:${BLUE}}.f-challenger{fill:${VERMILLION}}.f-king-line{stroke:${BLUE}}.f-challenger-line{stroke:${VERMILLION}}`,
  `.f-claimed{fill:${PURPLE}}.f-claimed-line{stroke:${PURPLE}}.f-replayed{fill:${GREEN}}.f-replayed-line{stroke:${GREEN}}`,
  `.f-control{fill:${GREY}}.f-control-line{stroke:${GREY}}`,
  `.f-expected{fill:${BLUE}}.f-set{fill:${ORANGE}}`,
  '.f-mean{stroke-width:1.2;stroke-dasharray:5 4;fill:none}.f-whisker{stroke-width:2.4;fill:none}',
  ...VERDICT_FILLS.map(([verdict, fill]) => `.f-${verdict}{fill:${fill}}`),
  '@media (prefers-color-scheme:dark){',
  '.f-ink{fill:#e8ebef}.f-soft{fill:#a3adba}.f-paper{fill:#14181d}.f-track{fill:#232a32}.f-grid{stroke:#37404b}.f-zero{stroke:#e8ebef}',
  `.f-king,.f-expected{fill:${SKY}}.f-king-line{stroke:${SKY}}.f-challenger{fill:${ORANGE}}.f-challenger-line{stroke:${ORANGE}}`,
  '}',
].join('\n');
