import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NearestHeap } from '../../../src/learning/nearest-heap.ts';

function nearest(distances: readonly number[], size: number): NearestHeap {
  const heap = new NearestHeap(size);
  distances.forEach((distance, candidate) => {
    heap.push(distance, candidate);
  });
  heap.sort();
  return heap;
}

describe('NearestHeap', () => {
  it('keeps the smallest distances in ascending order, each with its candidate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 12, maxLength: 80 }),
        fc.integer({ min: 1, max: 12 }),
        (distances, size) => {
          const { distance, candidate } = nearest(distances, size);
          expect([...distance]).toEqual([...distances].sort((a, b) => a - b).slice(0, size));
          expect(Array.from(candidate, (place) => distances[place])).toEqual([...distance]);
          expect(new Set(candidate).size).toBe(size);
        },
      ),
    );
  });

  it('refuses what is only as near as the farthest it has', () => {
    expect([...nearest([1, 1, 1, 1], 2).candidate].sort()).toEqual([0, 1]);
  });

  it('begins anew when cleared', () => {
    const heap = nearest([1, 2, 3], 3);
    heap.clear();
    for (const distance of [7, 5, 6]) heap.push(distance, distance);
    heap.sort();
    expect([...heap.candidate]).toEqual([5, 6, 7]);
  });
});
