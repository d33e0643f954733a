import type { ReportView } from '../reportView.js';
import type { ReportDocument } from './block.js';
import { rangeDocument } from './rangeDocument.js';
import { roundDocument } from './roundDocument.js';

/** The report of a view for readers: one round in full, or several as a history. */
export const documentOf = (view: ReportView): ReportDocument => {
  const [round] = view.rounds;
  return round !== undefined && view.rounds.length === 1 ? roundDocument(view, round) : rangeDocument(view);
};
