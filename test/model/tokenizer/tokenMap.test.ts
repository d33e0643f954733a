import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnavailableError } from '../../../src/errors/network.js';
import { sparseTeacher, TEACHER_SLOTS } from '../../../src/model/tokenizer/sparseTeacher.js';
import { createTokenMap } from '../../../src/model/tokenizer/tokenMap.js';
import { smallTokenizer } from './smallTokenizer.js';

const tokenizer = smallTokenizer();
const idOf = createTokenMap(tokenizer);
const spelled = new Map(tokenizer.entries());

describe('createTokenMap', () => {
  it('takes the spelling of the file first', () => {
    for (const [spelling, id] of tokenizer.entries())
      assert.deepEqual(idOf(spelling), { id, by: 'spelling', ambiguous: false });
  });
  it('takes the text of a token where no token is spelled like it', () => {
    assert.deepEqual(idOf(' the'), { id: spelled.get('Ġthe'), by: 'decoded', ambiguous: false });
    assert.equal(idOf('\n').id, spelled.get('Ċ'));
  });
  it('lets a spelling win over the text of an earlier token', () => {
    // The byte 0xC3 is spelled like the letter whose UTF-8 begins with it.
    assert.equal(idOf('Ã').by, 'spelling');
    assert.equal(idOf('Ã').id, spelled.get('Ã'));
  });
  it('says that the text of half a character has many tokens', () => {
    const found = idOf('\ufffd');
    assert.equal(found.by, 'decoded');
    assert.equal(found.ambiguous, true);
  });
  it('takes the first id of an unknown string, and 0 for nothing', () => {
    assert.deepEqual(idOf('the mill'), {
      id: tokenizer.encode('the mill')[0],
      by: 'encoded',
      ambiguous: false,
    });
    assert.deepEqual(idOf('token_id:7').id, tokenizer.encode('token_id:7')[0]);
    assert.deepEqual(idOf(''), { id: 0, by: 'none', ambiguous: false });
  });
});

describe('sparseTeacher', () => {
  it('sorts by falling log-probability, keeps the order of equal ones, and fills with id 0 and -100', () => {
    const { ids, logProbs, slots, guessed } = sparseTeacher(
      [
        [
          [' the', -2],
          ['the', -1],
          ['7', -2],
          ['1', -2],
        ],
        null,
        [],
      ],
      idOf,
      5,
    );
    const row = [spelled.get('the'), spelled.get('Ġthe'), spelled.get('7'), spelled.get('1'), 0];
    assert.equal(slots, 5);
    assert.deepEqual([...ids], [...row, ...new Array(10).fill(0)]);
    assert.deepEqual([...logProbs], [-1, -2, -2, -2, -100, ...new Array(10).fill(-100)]);
    assert.equal(guessed, 0);
  });
  it('keeps 128 and rounds to float32', () => {
    const listed = tokenizer
      .entries()
      .slice(0, 130)
      .map(([spelling], index) => [spelling, -index / 10] as const);
    const { ids, logProbs } = sparseTeacher([[...listed].reverse()], idOf);
    assert.equal(ids.length, TEACHER_SLOTS);
    assert.equal(ids[127], 127);
    assert.equal(logProbs[127], Math.fround(-12.7));
    assert.notEqual(logProbs[127], -12.7);
  });
  it('counts ids that are guesses', () => {
    assert.equal(
      sparseTeacher(
        [
          [
            ['\ufffd', -1],
            ['the mill', -2],
            ['the', -3],
          ],
        ],
        idOf,
        3,
      ).guessed,
      2,
    );
  });
  it('refuses what is no number', () => {
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY])
      assert.throws(() => sparseTeacher([[['the', value]]], idOf), UnavailableError);
  });
});
