// The file of times beside a running journal, read again and again while it grows, is cut, or is written anew.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { JournalRecord, JournalView } from '../../src/domain/journal.js';
import { createTimesReader } from '../../src/replay/journal/journalTimes.js';
import { journalLists } from '../../src/replay/journalLists.js';
import { round, scores, start } from '../tui/sample.js';

describe('times of a followed journal', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'recrown-times-'));
    file = join(folder, 'times');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const journal = (length: number): JournalRecord[] =>
    Array.from({ length }, (_, n) => (n === 0 ? start() : scores(9001, 181, 16, n * 16)));
  /** What each look should find, by reading all of the file. */
  const whole = (records: readonly JournalRecord[]) => createTimesReader(folder)(records);

  it('is read further where it grew, whole lines alone, the later of two times', () => {
    const times = createTimesReader(folder);
    const records = journal(5);
    assert.equal(times(records.slice(0, 2)).size, 0, 'no file yet');
    writeFileSync(file, '0 1000\n1 1001\n2 1002\n');
    assert.deepEqual(
      times(records.slice(0, 2)),
      new Map<object, number>([
        [records[0] as object, 1000],
        [records[1] as object, 1001],
      ]),
    );
    appendFileSync(file, '3 10');
    const three = times(records.slice(0, 4));
    assert.equal(three.get(records[2] as object), 1002, 'a time that came before its record');
    assert.equal(three.get(records[3] as object), undefined, 'a line that is being written');
    appendFileSync(file, '03\n1 2001\nx\n99 5\n-1 5\n');
    assert.equal(times(records).get(records[3] as object), 1003);
    assert.equal(times(records).get(records[1] as object), 2001);
    assert.deepEqual(times(records), whole(records));
    assert.equal(times(records).size, 4);
  });

  it('is read whole where it was cut, is another file, or was written anew with as much or more', () => {
    const times = createTimesReader(folder);
    const records = journal(12);
    const lines = (from: number): string => records.map((_, n) => `${n} ${from + n}\n`).join('');
    writeFileSync(file, lines(1000));
    assert.equal(times(records).get(records[11] as object), 1011);
    truncateSync(file, 14);
    assert.equal(times(records).size, 2, 'cut');
    writeFileSync(file, lines(3000));
    assert.equal(times(records).get(records[0] as object), 3000, 'longer, in the same place');
    writeFileSync(file, lines(4000));
    assert.equal(times(records).get(records[0] as object), 4000, 'as long as it was');
    writeFileSync(file, `${lines(5000)}3 7\n`);
    assert.equal(times(records).get(records[3] as object), 7);
    assert.deepEqual(times(records), whole(records));
    rmSync(file);
    assert.equal(times(records).size, 0, 'gone');
    writeFileSync(file, lines(6000));
    assert.equal(times(records).size, 12);
  });

  it('gives a journal that was begun anew its own times, and a round by its result', () => {
    const times = createTimesReader(folder);
    writeFileSync(file, '0 1000\n1 1001\n');
    const old = journal(2);
    assert.equal(times(old).size, 2);
    const anew: JournalRecord[] = [start(), { type: 'round', result: round(9001, 'confirmed') }];
    const now = times(anew);
    assert.equal(now.get(anew[1]?.type === 'round' ? anew[1].result : {}), 1001);
    assert.equal(now.get(old[1] as object), undefined);
    assert.equal(now.size, 2);
  });
});

describe('lists of a followed journal', () => {
  it('are those of the whole journal, and the same where nothing was added', () => {
    const records: JournalRecord[] = [
      start(),
      scores(9001, 181, 16),
      { type: 'round', result: round(9001, 'confirmed') },
      scores(9002, 181, 16),
    ];
    const before = journalLists(records.slice(0, 2));
    const after = journalLists(records.slice(2), before);
    const all: Partial<JournalView> = journalLists(records);
    assert.deepEqual(after, all);
    assert.equal(before.scores.length, 1, 'lists given out before stay as they were');
    assert.equal(journalLists([records[2] as JournalRecord], before).scores, before.scores);
  });
});
