import { sha256Hex } from '../../domain/canonical.js';
import type { Block, Cell, Column, ReportDocument, Section } from '../blocks/block.js';
import { CONDITIONAL_MARK, VERDICT_MARKS } from '../figures/marks.js';
import { figureSvg } from '../figures/svg/figureSvg.js';
import { HTML_STYLE } from './htmlStyle.js';
import { xmlText } from './xmlText.js';

/** Characters of a sentence that are shown. */
const SENTENCE = 1200;

const separated = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

const cellHtml = ({ text, style, tone, max }: Cell): string => {
  const safe = xmlText(style === 'count' ? separated(text) : text, max);
  const inner = style === 'code' ? `<code>${safe}</code>` : safe;
  return tone === undefined ? inner : `<span class="t-${tone}">${inner}</span>`;
};

const tableHtml = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): string => {
  const classes = columns.map(({ isNumber, isWord }) =>
    isNumber ? ' class="n"' : isWord ? ' class="k"' : '',
  );
  const head = columns.map(({ title }, at) => `<th scope="col"${classes[at]}>${xmlText(title)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, at) => `<td${classes[at]}>${cellHtml(cell)}</td>`);
    return `<tr>${cells.join('')}</tr>\n`;
  });
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('')}</tbody></table></div>`;
};

const verdictHtml = (block: Extract<Block, { kind: 'verdict' }>): string => {
  const { unicode, word, meaning } = VERDICT_MARKS[block.verdict];
  const star = block.conditional ? ` ${CONDITIONAL_MARK.unicode}` : '';
  const condition = block.conditional ? ` ${CONDITIONAL_MARK.meaning}.` : '';
  return [
    `<div class="verdict v-${block.verdict}"><div class="mark" aria-hidden="true">${xmlText(unicode)}</div><div>`,
    `<p class="word">${xmlText(`${word[0]?.toUpperCase()}${word.slice(1)}${star}`)}</p>`,
    `<p>${xmlText(block.summary, SENTENCE)}</p>`,
    block.cause === null ? '' : `<p><strong>Cause</strong> ${xmlText(block.cause, SENTENCE)}</p>`,
    `<p class="soft">${xmlText(`${word}: ${meaning}.${condition}`)}</p></div></div>`,
  ].join('\n');
};

const blockHtml = (block: Block): string => {
  switch (block.kind) {
    case 'verdict':
      return verdictHtml(block);
    case 'text':
      return `<p>${xmlText(block.text, SENTENCE)}</p>`;
    case 'heading':
      return `<h3>${xmlText(block.text, SENTENCE)}</h3>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${xmlText(item, SENTENCE)}</li>`).join('\n')}</ul>`;
    case 'facts':
      return `<dl>${block.rows.map(([name, cell]) => `<dt>${xmlText(name)}</dt><dd>${cellHtml(cell)}</dd>`).join('\n')}</dl>`;
    case 'table':
      return tableHtml(block.columns, block.rows);
    case 'figure':
      return `<figure>${figureSvg(block.figure).svg}</figure>`;
    case 'details':
      return `<details><summary>${xmlText(block.title, SENTENCE)}</summary>\n${block.blocks.map(blockHtml).join('\n')}\n</details>`;
    case 'commands':
      return block.commands
        .map(({ what, command }) => `<p>${xmlText(what)}:</p>\n<pre>${xmlText(command)}</pre>`)
        .join('\n');
  }
};

const sectionHtml = ({ id, title, blocks }: Section): string =>
  `<section id="${xmlText(id)}">\n<h2>${xmlText(title)}</h2>\n${blocks.map(blockHtml).join('\n')}\n</section>`;

/** Nothing may be loaded, run or sent; the one style sheet is named by its digest. */
const policy = (): string => {
  const digest = Buffer.from(sha256Hex(HTML_STYLE), 'hex').toString('base64');
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
};

/**
 * A report as one page that needs nothing else: no script, no link to anywhere, no file beside it. All text is cleaned
 * and escaped here.
 */
export const html = (report: ReportDocument): string => {
  const links = report.sections.map(({ id, title }) => `<a href="#${xmlText(id)}">${xmlText(title)}</a>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${xmlText(report.title)}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
${report.synthetic ? '<p class="badge">SYNTHETIC: a made-up chain, for demonstration</p>\n' : ''}<h1>${xmlText(report.title)}</h1>
<p class="soft">${xmlText(report.subtitle, SENTENCE)}</p>
</header>
<main>
${report.lead.map(blockHtml).join('\n')}
<nav aria-label="Sections">${links.join('\n')}</nav>
${report.sections.map(sectionHtml).join('\n')}
</main>
<footer>${xmlText(report.foot)}</footer>
</body>
</html>
`;
};
