import type { ReportFormat, ReportView } from './reportView.js';

const ENDINGS: Readonly<Record<ReportFormat, string>> = {
  text: 'txt',
  md: 'md',
  html: 'html',
  svg: 'svg',
  json: 'json',
  csv: 'csv',
  junit: 'xml',
};

/** The format that the name of a file asks for by its ending; null when no format has it. */
export const formatOfName = (name: string): ReportFormat | null => {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const found = Object.entries(ENDINGS).find(([, own]) => own === ending);
  return (found?.[0] as ReportFormat | undefined) ?? null;
};

/** What a report is called where nobody named it: `recrown-9001.html`, `recrown-9001-9004.xml`. */
export const reportFileName = ({ rounds }: ReportView, format: ReportFormat): string => {
  const ids = [...new Set([rounds[0]?.roundId, rounds.at(-1)?.roundId])].join('-');
  return `recrown-${ids}.${ENDINGS[format]}`;
};
