import type { Block, Cell, ReportDocument } from '../blocks/block.js';
import { figureText } from '../figures/figureText.js';
import { CONDITIONAL_MARK, VERDICT_MARKS } from '../figures/marks.js';
import { markdownCode, markdownText } from './markdownText.js';
import { xmlText } from './xmlText.js';

const WIDTH = 88;
/** Characters of a sentence that are shown. */
const SENTENCE = 1200;

const cellOf = ({ text, style, max }: Cell): string =>
  style === 'code' ? markdownCode(text, max) : markdownText(text, max);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = ({ columns, rows }: Extract<Block, { kind: 'table' }>): string =>
  [
    row(columns.map(({ title }) => markdownText(title))),
    row(columns.map(({ isNumber }) => (isNumber === true ? '---:' : '---'))),
    ...rows.map((cells) => row(cells.map(cellOf))),
  ].join('\n');

/** A block that shows text as it is; its fence is longer than any run of backticks inside. */
const verbatim = (lines: readonly string[]): string => {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence].join('\n');
};

const blockOf = (block: Block): string => {
  switch (block.kind) {
    case 'verdict': {
      const { unicode, word, meaning } = VERDICT_MARKS[block.verdict];
      const star = block.conditional ? ' (conditional)' : '';
      return [
        `**${unicode} ${markdownText(word)}${star}** ${markdownText(block.summary, SENTENCE)}`,
        ...(block.cause === null ? [] : [`**Cause** ${markdownText(block.cause, SENTENCE)}`]),
        `${markdownText(`${word}: ${meaning}.`)}${block.conditional ? ` ${markdownText(`${CONDITIONAL_MARK.meaning}.`)}` : ''}`,
      ].join('\n\n');
    }
    case 'text':
      return markdownText(block.text, SENTENCE);
    case 'heading':
      return `### ${markdownText(block.text, SENTENCE)}`;
    case 'list':
      return block.items.map((item) => `- ${markdownText(item, SENTENCE)}`).join('\n');
    case 'facts':
      return [
        row(['', '']),
        row(['---', '---']),
        ...block.rows.map(([name, cell]) => row([markdownText(name), cellOf(cell)])),
      ].join('\n');
    case 'table':
      return table(block);
    case 'figure':
      return verbatim(figureText(block.figure, 'unicode', WIDTH));
    case 'details':
      // The markup ends at the empty lines: what stands between is Markdown again.
      return [
        `<details>\n<summary>${xmlText(block.title, SENTENCE)}</summary>`,
        ...block.blocks.map(blockOf),
        '</details>',
      ].join('\n\n');
    case 'commands':
      return block.commands
        .map(({ what, command }) => `${markdownText(`${what}:`)}\n\n${verbatim([command])}`)
        .join('\n\n');
  }
};

/** A report as Markdown tables; figures are drawn as text. All text is cleaned and escaped here. */
export const markdown = (report: ReportDocument): string =>
  [
    `# ${markdownText(report.title)}`,
    ...(report.synthetic ? ['**SYNTHETIC: a made-up chain, for demonstration**'] : []),
    markdownText(report.subtitle, SENTENCE),
    ...report.lead.map(blockOf),
    ...report.sections.flatMap(({ title, blocks }) => [`## ${markdownText(title)}`, ...blocks.map(blockOf)]),
    markdownText(report.foot),
  ]
    .join('\n\n')
    .concat('\n');
