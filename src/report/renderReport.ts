import { asciiJson } from '../domain/asciiJson.js';
import { documentOf } from './blocks/documentOf.js';
import { csv } from './formats/csv.js';
import { html } from './formats/html.js';
import { json } from './formats/json.js';
import { junit } from './formats/junit.js';
import { markdown } from './formats/markdown.js';
import { svg } from './formats/svg.js';
import { text } from './formats/text.js';
import type { ReportFormat, ReportView } from './reportView.js';

/**
 * A report in one of its formats: the same view gives the same bytes.
 * @param ascii only characters that every terminal has; of formats for terminals
 */
export function renderReport(view: ReportView, format: ReportFormat, ascii: boolean): string {
  switch (format) {
    case 'text':
      return text(view, ascii);
    case 'md':
      return markdown(documentOf(view));
    case 'html':
      return html(documentOf(view));
    case 'svg':
      return svg(view);
    case 'json':
      return `${asciiJson(json(view))}\n`;
    case 'csv':
      return csv(view);
    case 'junit':
      return junit(view);
  }
}
