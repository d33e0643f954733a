import type { PublishedComposite } from '../../domain/published.js';
import type { PublishedValue } from './publishedValue.js';
import { readAxes, readNames } from './readRows.js';

/** Reads `composite_scores.json`: stored records by UID, ascending. */
export function readComposites(file: PublishedValue): readonly PublishedComposite[] {
  const records = file.entries().map(([key, record]): PublishedComposite => {
    const model = record.get('model');
    return {
      uid: readUidKey(key, record),
      model: model.text() ?? '',
      revision: record.get('revision').text(),
      committedAt: record.get('block').count(),
      axes: readAxes(record.get('axes')),
      brokenAxes: readNames(record.get('broken_axes')),
      worst: record.get('worst').number(),
      weighted: record.get('weighted').number(),
      nAxes: record.get('n_axes').count(),
      version: record.get('version').count(),
    };
  });
  return records.sort((a, b) => a.uid - b.uid);
}

/** JSON has only text keys, so that a UID as a key is its decimal form. */
export function readUidKey(key: string, place: PublishedValue): number {
  const uid = /^(0|[1-9]\d{0,4})$/.test(key) ? Number(key) : Number.NaN;
  if (!(uid <= 0xffff)) throw place.refuse('a UID as key');
  return uid;
}
