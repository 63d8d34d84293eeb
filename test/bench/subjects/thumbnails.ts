/** 240 photographs of 640 × 480, shown 160 wide. */
import type { Subject } from '../subject.ts';
import { longestRow } from './common.ts';

export const thumbnails: Subject = {
  id: 'thumbnails',
  title: 'Thumbnails of 240 photographs',
  async prepare({ lab, data }) {
    const paths = await data.photographs(lab);
    return {
      facts: { pictures: paths.length },
      contenders: [
        { id: 'app', isApp: true, name: "the app's decoders", sample: () => lab.task('enginePictures', paths) },
        { id: 'img', isPeer: true, name: '<img>', sample: () => lab.task('imgPictures', paths) },
      ],
      rows: [
        {
          work: 'thumbnails a second ÷ `<img>`',
          of: 'app',
          value: 'perSecond',
          over: { of: 'img', value: 'perSecond' },
          unit: '×',
          atLeast: 4,
        },
        { work: 'thumbnails a second', of: 'app', value: 'perSecond', unit: '' },
        longestRow('thumbnails: longest task of the page', 'app'),
      ],
    };
  },
};
