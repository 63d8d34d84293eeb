import { describe, expect, it } from 'vitest';
import { yolo } from '../../src/formats/yolo.ts';
import { BOX, drop, P, type Tree } from './yolo-drop.ts';

/** Datasets side by side, each with a description of its own; every third has no labels, every fourth a second description. */
function manyDatasets(count: number): Tree {
  const tree: Record<string, string | Uint8Array> = {};
  for (let at = 0; at < count; at += 1) {
    const folder = `m/d${at}`;
    tree[`${folder}/data.yaml`] = 'train: images\nnames: [a]\n';
    tree[`${folder}/images/x.png`] = P;
    if (at % 3 !== 0) tree[`${folder}/labels/x.txt`] = BOX;
    if (at % 4 === 0) tree[`${folder}/other.yaml`] = 'train: images\nnames: [a, b]\n';
  }
  return tree;
}

describe('many datasets in one drop', () => {
  it('are each found, with what describes them', async () => {
    const matches = await yolo.match(drop(manyDatasets(600)), new AbortController().signal);
    const datasets = matches.filter(({ claims, classLists = [] }) => claims.length > classLists.length);
    expect(datasets.map(({ name, claims }) => `${name} ${claims.length}`).toSorted()).toEqual(
      Array.from({ length: 600 }, (_, at) => `d${at} ${2 + (at % 3 === 0 ? 0 : 1) + (at % 4 === 0 && at % 3 !== 0 ? 1 : 0)}`).toSorted(),
    );
    // A second description of a dataset without labels describes nothing more.
    expect(matches.length - datasets.length).toBe(50);
  });
});
