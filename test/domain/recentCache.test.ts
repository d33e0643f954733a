import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RecentCache } from '../../src/domain/recentCache.js';

describe('RecentCache', () => {
  const keys = Array.from({ length: 5 }, (_, i) => ({ i }));
  const held = (cache: RecentCache<object, string>) => keys.map((key) => cache.get(key));

  it('knows by identity what it was given', () => {
    const cache = new RecentCache<object, string>(3);
    cache.set(keys[0] as object, 'a');
    assert.equal(cache.get(keys[0] as object), 'a');
    assert.equal(cache.get({ i: 0 }), undefined);
  });

  it('forgets the oldest of more than its size', () => {
    const cache = new RecentCache<object, string>(3);
    for (const key of keys) cache.set(key, `${key.i}`);
    assert.deepEqual(held(cache), [undefined, undefined, '2', '3', '4']);
  });

  it('gives one object one place', () => {
    const cache = new RecentCache<object, string>(3);
    for (const key of keys.slice(0, 3)) cache.set(key, 'first');
    for (let i = 0; i < 10; i += 1) cache.set(keys[1] as object, `${i}`);
    assert.deepEqual(held(cache), ['first', '9', 'first', undefined, undefined]);
    cache.set(keys[3] as object, 'new');
    assert.deepEqual(held(cache), [undefined, '9', 'first', 'new', undefined]);
  });
});
