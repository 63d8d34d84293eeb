/** English words for described datasets and for the media that records name. */
import type { Message } from './message.ts';

export const projectsEn = {
  'looked.webdataset': 'tar archives whose files are named alike up to the first dot: 0001.jpg, 0001.json',
  'format.webdataset': 'WebDataset',
  'why.webdataset': {
    by: 'archives',
    one: '{archives} archive whose files belong together by name',
    other: '{archives} archives whose files belong together by name',
  },
  'looked.image-metadata': 'metadata.csv, .jsonl or .parquet with file_name beside images',
  'format.image-metadata': 'ImageFolder with metadata',
  'why.image-metadata': { by: 'count', one: 'a table of {count} image, by file_name', other: 'a table of {count} images, by file_name' },
  'status.media': 'Looking for the files that records name',
  'media.summary': {
    by: 'missing',
    one: '{missing} file that its records name is not in the drop',
    other: '{missing} files that its records name are not in the drop',
  },
  'media.root': 'Folder of media',
  'media.in': 'Media in',
  'media.anywhere': 'Look everywhere',
  'media.folder': { by: 'files', one: '{folder} ({files} file)', other: '{folder} ({files} files)' },
  'media.addFolder': 'Add a folder…',
  'media.show': 'show these records',
  'command.mediaRoot': 'Choose the folder of media',
} as const satisfies Record<string, Message>;
