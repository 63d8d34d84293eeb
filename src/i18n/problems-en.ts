/** English sentences of problems. Each stands alone: the file and the line are shown beside it. */
import { containerProblemsEn } from './containers-en.ts';
import type { Forms } from './message.ts';
import { projectProblemsEn } from './problems-projects-en.ts';
import type { ProblemDictionary } from './problems.ts';

export const problemsEn: ProblemDictionary = {
  ...projectProblemsEn,
  ...containerProblemsEn,
  // files
  'file-unreadable': { title: 'A file cannot be read', says: ['The file cannot be read: {reason}'] },
  'file-empty': {
    title: 'The file is empty',
    says: ['The first {blank} bytes of the file hold nothing but white space'],
  },
  'file-changed': {
    title: 'The file was changed or deleted after it was opened',
    says: ['The file was changed or deleted after it was opened: {reason}'],
  },
  'file-binary': { title: 'The file is named as text but holds binary data' },
  'file-encoding': { title: 'The text is not UTF-8', says: ['The text is {encoding}, not UTF-8; it was read as such'] },
  'text-invalid': {
    title: 'The text is not valid UTF-8',
    says: [
      {
        by: 'count',
        one: 'The text is not valid UTF-8 here',
        other: 'The text is not valid UTF-8 here, nor at other places of the file: {count} in all',
      },
    ],
  },
  'text-mixed': {
    title: 'Records of one file are of different encodings',
    says: [
      'The record is UTF-8, while the file was read as {encoding}: its records are of different encodings, and this one shows wrong characters',
    ],
  },
  'lfs-pointer': {
    title: 'A Git LFS pointer: the text that stands for a file that was not downloaded',
    says: ['A Git LFS pointer, not the file itself, which has {size} bytes. Fetch it with “git lfs pull”'],
  },
  'zip-broken': {
    title: 'The archive is broken',
    says: [
      {
        by: 'entries',
        one: 'The archive is broken; {entries} entry before the break was read: {reason}',
        other: 'The archive is broken; {entries} entries before the break were read: {reason}',
      },
      'The archive is broken: {reason}',
    ],
  },
  'packed-broken': {
    title: 'The compressed file is damaged',
    says: [
      {
        by: 'how',
        is: {
          cut: 'The compressed file ends too early, at byte {packed}; what could be unpacked of it, {unpacked} bytes, was read',
          checksum:
            'The checksum at byte {packed} of the compressed file is wrong; all {unpacked} bytes before it were unpacked and read, and may have changed',
          length:
            'The length declared at byte {packed} of the compressed file is not that of its data; all {unpacked} bytes were unpacked and read',
        },
        other:
          'The compressed file is damaged at about byte {packed}; what could be unpacked before it, {unpacked} bytes, was read: {reason}',
      },
    ],
  },
  'zip-entry-unsupported': {
    title: 'An entry of the archive cannot be read',
    says: [
      {
        by: 'reason',
        is: {
          encrypted: 'The entry is encrypted',
          link: 'The entry is a link to another file, which is not followed',
          method: 'The entry is compressed by method {method}; stored and deflated entries are read',
          size: 'The entry says that {compressed} bytes unpack to {size}, which cannot be',
          nested: 'An archive within an archive is not opened; unpack the outer one first',
        },
        other: 'The entry cannot be read: {reason}',
      },
    ],
  },
  'parquet-broken': { title: 'The Parquet file is broken', says: ['The Parquet file cannot be read: {reason}'] },
  'arrow-broken': {
    title: 'The Arrow file is broken',
    says: [
      'The Arrow file cannot be read: {reason}',
      'The Arrow file ends in the middle of a batch, or is broken; the batches before are shown',
    ],
  },
  'column-unreadable': {
    title: 'A column cannot be decoded',
    says: ['The column “{column}” cannot be decoded; the others are shown: {reason}'],
  },
  'line-too-long': {
    title: 'A line or record is too long to be read',
    says: ['{bytes} bytes in one record; up to {limit} are read', 'An entry of “{section}” is too long to be read'],
  },
  'tokenizer-invalid': {
    title: 'A tokenizer cannot be used',
    says: ['Tokens cannot be counted by this file: {reason}'],
  },

  // containers
  'json-syntax': {
    title: 'The record is not valid JSON',
    says: [
      expected('column {column}'),
      expected('byte {offset}'),
      'Not valid JSON at byte {offset}, in “{section}”',
      'Not valid JSON; nothing after byte {stopped} was read',
      'Not valid JSON at byte {offset}',
      'An entry of “{section}” is not valid JSON',
    ],
  },
  'json-truncated': {
    title: 'The file ends in the middle of a record',
    says: [
      'The file ends at byte {offset}, in the middle of “{section}”',
      'The file ends at byte {offset}, in the middle of its JSON',
      'The file ends at column {column}, in the middle of the record',
    ],
  },
  'json-shape': {
    title: 'The JSON does not have the expected shape',
    says: [
      'The item at byte {offset} of “{section}” is not an object',
      '“{section}” should be a list of objects',
      'Neither an object nor a list stands at byte {offset}',
    ],
  },
  'json-not-finite': {
    title: 'NaN or Infinity, which JSON does not have',
    says: [
      {
        by: 'count',
        one: 'NaN or Infinity in {count} place, which JSON does not have',
        other: 'NaN or Infinity in {count} places, which JSON does not have',
      },
    ],
  },
  'csv-syntax': { title: 'A quoted cell is never closed' },
  'csv-width': {
    title: 'A record has more or fewer cells than the header',
    says: [{ by: 'cells', one: '{cells} cell, but the header names {columns}', other: '{cells} cells, but the header names {columns}' }],
  },
  'yaml-syntax': { title: 'The YAML cannot be read', says: ['The YAML cannot be read: {reason}'] },

  // images
  'image-missing': {
    title: 'A named image is not among the files',
    says: ['The image {name} is not among the files', 'The image {reference} is not among the files'],
  },
  'images-absent': {
    title: 'None of the images is among the files',
    says: [{ by: 'images', one: 'The one image is not among the files', other: 'None of the {images} images is among the files' }],
  },
  'image-ambiguous': {
    title: 'Several images match one reference',
    says: ['{name} matches {count} images: {candidates}', '{reference} matches {count} images: {candidates}'],
  },
  'image-unreadable': {
    title: 'The image does not decode',
    says: [{ by: 'reason', is: { truncated: 'The image ends before its pixels begin' }, other: 'The image cannot be read: {reason}' }],
  },
  'image-size-differs': {
    title: 'The image has another size than the labels say',
    says: ['The labels say {declaredWidth} × {declaredHeight}, but the image is {width} × {height}'],
  },
  'image-turned': {
    title: 'The image is turned by EXIF',
    says: ['EXIF orientation {orientation}: the pixels are turned before they are shown'],
  },
  'image-listed-twice': {
    title: 'An image is listed twice',
    says: ['{name} is listed twice, here with id {id}', 'Id {id} is listed twice'],
  },

  // ids and references
  'id-missing': {
    title: 'Entries have no id',
    says: [
      {
        by: 'count',
        one: '{count} entry of “{section}” has no id',
        other: '{count} entries of “{section}” have no id, the first of them here',
      },
    ],
  },
  'id-duplicate': {
    title: 'An id occurs twice',
    says: [
      {
        by: 'count',
        one: 'Id {id} of “{section}” occurred before',
        other: '{count} entries of “{section}” repeat an id, the first of them {id}',
      },
      'Id {id} stands for another image already, here for {name}',
      'Id {id} stands for another image already',
    ],
  },
  'id-zero': {
    title: 'Id 0, which COCO’s evaluation takes for “no match”',
    says: [
      {
        by: 'count',
        one: '{count} annotation has id 0, which COCO’s evaluation takes for “no match”',
        other: '{count} annotations have id 0, which COCO’s evaluation takes for “no match”',
      },
    ],
  },
  'id-mixed-types': {
    title: 'Ids are text here and numbers there',
    says: ['Ids are numbers in {numbers} places and text in {texts}; they were taken as equal where they read the same'],
  },
  'image-unknown': {
    title: 'A record names an image that is not listed',
    says: ['Image {image} is not listed', 'The record has no “{field}”'],
  },
  'category-unknown': {
    title: 'A category is not declared',
    says: [
      {
        by: 'count',
        one: '{count} annotation names category {category}, which is not declared',
        other: '{count} annotations name category {category}, which is not declared',
      },
      {
        by: 'count',
        one: '{count} annotation names {ids} categories that are not declared: {categories}',
        other: '{count} annotations name {ids} categories that are not declared: {categories}',
      },
    ],
  },
  'category-duplicate': {
    title: 'Two categories share a name or an id',
    says: ['Id {id} is declared again, here for “{name}”', '“{name}” is declared again, here with id {category}'],
  },
  'category-missing': {
    title: 'Annotations have no category',
    says: [{ by: 'count', one: '{count} annotation has no category', other: '{count} annotations have no category' }],
  },
  'class-unknown': {
    title: 'A class number has no name',
    says: [
      {
        by: 'classes',
        one: 'Class {class}, but {names} names {classes} class',
        other: 'Class {class}, but {names} names {classes} classes',
      },
      {
        by: 'classes',
        one: 'Class {class}, but only {classes} class is named',
        other: 'Class {class}, but only {classes} classes are named',
      },
    ],
  },
  'class-count-differs': {
    title: 'nc and names do not agree',
    says: [{ by: 'names', one: 'nc says {nc}, but {names} name is listed', other: 'nc says {nc}, but {names} names are listed' }],
  },
  'class-names-conflict': {
    title: 'Several files name the classes differently',
    says: [
      'Category {category} is “{name}” here and “{other}” in a file before',
      'Other class names than in {other}, which was used: {classes} here, {otherClasses} there',
    ],
  },
  'class-names-missing': { title: 'No file names the classes; they go by number' },
  'class-invalid': { title: 'The class is not a number', says: ['“{class}” is no class number'] },

  // shapes
  'box-invalid': { title: 'A box cannot be read', says: ['Not a box of four numbers: {box}'] },
  'box-degenerate': { title: 'A box has no area', says: ['Box of {width} × {height} has no area'] },
  'box-negative': { title: 'A box has a negative size', says: ['Box of {width} × {height}'] },
  'box-out-of-bounds': {
    title: 'A box or polygon reaches past the edge of its image',
    says: [
      'Box ends at x = {right} and y = {bottom}, but the image is {imageWidth} × {imageHeight}',
      'Box ends at x = {right}, but the image is {imageWidth} wide',
      'Box ends at y = {bottom}, but the image is {imageHeight} high',
      'Ends at x = {right} and y = {bottom}, but the image ends at 1',
      'Ends at x = {right}, but the image ends at 1',
      'Ends at y = {bottom}, but the image ends at 1',
      'Starts at x = {left} and y = {top}, but the image starts at 0',
      'Starts at x = {left}, but the image starts at 0',
      'Starts at y = {top}, but the image starts at 0',
    ],
  },
  'box-normalised': {
    title: 'Boxes look normalised (0 to 1), but pixels are expected',
    says: ['{count} of {total} boxes lie within 0 to 1: they look normalised, but pixels are expected'],
  },
  'class-names-alike': {
    title: 'Two classes are called nearly the same',
    says: [
      {
        by: 'count',
        one: '“{name}” ({count} label) beside “{other}” ({otherCount})',
        other: '“{name}” ({count} labels) beside “{other}” ({otherCount})',
      },
    ],
  },
  'box-corners': {
    title: 'Boxes look like corners (x y x y), but width and height are expected',
    says: ['{count} of {total} boxes reach past their image, and nearly all fit as corners (x y x y)'],
  },
  'box-doubled': {
    title: 'Two boxes of one class cover each other',
    says: ['Another box of “{class}” is already there, IoU {iou}'],
  },
  'polygon-odd': {
    title: 'A polygon has an odd number of coordinates',
    says: [
      {
        by: 'numbers',
        one: '{numbers} number is no pair of x and y',
        other: '{numbers} numbers are no pairs of x and y; the last was left out',
      },
    ],
  },
  'polygon-too-short': {
    title: 'A polygon has fewer than three points',
    says: [
      {
        by: 'numbers',
        one: 'A polygon of {numbers} number; three points have six',
        other: 'A polygon of {numbers} numbers; three points have six',
      },
    ],
  },
  'polygon-invalid': {
    title: 'A polygon cannot be read',
    says: [
      {
        by: 'value',
        is: { flat: 'The outer brackets of a polygon are missing: a list of numbers, not of lists; it was read as one ring' },
        other: 'Not a polygon: {value}',
      },
    ],
  },
  'mask-invalid': {
    title: 'A mask cannot be read',
    says: [
      'The runs add up to {pixels} pixels, but height × width {size} is {expected}',
      'Not a height and width of a mask: {found}',
      'The runs of the mask of height × width {size} cannot be read',
    ],
  },
  'mask-size-differs': {
    title: 'A mask has another size than its image',
    says: ['The mask has height × width {size}, but the image {expected}'],
  },
  'keypoints-invalid': {
    title: 'Keypoints cannot be read',
    says: [
      {
        by: 'numbers',
        one: '{numbers} number is no triple of x, y and visibility',
        other: '{numbers} numbers are no triples of x, y and visibility; the rest was left out',
      },
      'Not keypoints: {value}',
    ],
  },
  'keypoints-count': {
    title: 'Another number of keypoints than the category names',
    says: [
      {
        by: 'count',
        one: '{count} annotation of category {category} has {found} keypoints, but the category names {expected}',
        other: '{count} annotations of category {category} have {found} keypoints, but the category names {expected}',
      },
    ],
  },
  'area-missing': {
    title: 'Annotations have no area; that of the shape was used',
    says: [
      {
        by: 'count',
        one: '{count} annotation has no area; that of the shape was used',
        other: '{count} annotations have no area; that of the shape was used',
      },
    ],
  },
  'value-invalid': {
    title: 'A value is not what it should be',
    says: [
      'Numbers have “{decimal}” for a decimal point; they were read as such',
      '“{field}” is {value}, which it cannot be',
      {
        by: 'count',
        one: '“{field}” is text in {count} place; it was read as a number',
        other: '“{field}” is text in {count} places; it was read as a number',
      },
    ],
  },

  // rows
  'row-invalid': {
    title: 'A row cannot be read',
    says: [
      'Value {column} of {tokens} is no number: “{text}”',
      { by: 'tokens', one: '{tokens} value is too few for a label: “{text}”', other: '{tokens} values are too few for a label: “{text}”' },
    ],
  },
  'row-shape': { title: 'A label has no shape: no box, polygon, mask, keypoints or caption' },
  'row-duplicate': { title: 'The same row stands twice', says: ['The same as line {first}'] },
  'rows-mixed': {
    title: 'A file mixes boxes and polygons: Ultralytics would read the boxes wrong',
    says: [
      'Rows of boxes ({boxes}) and of polygons ({polygons}) in one file: Ultralytics would read the boxes wrong; here each is read as what it is',
    ],
  },
  'rows-undecided': {
    title: 'Rows could be read in more than one way',
    says: [
      {
        by: 'as',
        is: {
          keypoints: '{tokens} values a row, and no kpt_shape says what they are: read as a box with keypoints',
          obb: '{tokens} values a row: read as rotated boxes; they could be polygons of four points',
          polygon: '{tokens} values a row: read as polygons of four points; they could be rotated boxes',
          score: '{tokens} values a row: read as class, box, score; they could be class, score, box',
        },
        other: '{tokens} values a row: read as {as}',
      },
    ],
  },
  'record-not-object': {
    title: 'A record is not an object',
    says: [
      {
        by: 'kind',
        is: {
          null: 'The record is null, not an object',
          list: 'The record is a list, not an object',
          string: 'The record is a text, not an object',
          number: 'The record is a number, not an object',
          boolean: 'The record is true or false, not an object',
        },
        other: 'The record is {kind}, not an object',
      },
    ],
  },
  'columns-many': {
    title: 'The records have very many fields',
    says: ['The first {limit} fields are columns of the table; the others are shown with their record'],
  },

  // layouts
  'label-missing': { title: 'No label file belongs to this image; shown without labels' },
  'label-empty': { title: 'The label file is empty: an image without objects' },
  'label-shared': {
    title: 'Several images share one label file',
    says: ['One label file for several images: {images}. The first has its labels'],
  },
  'folder-missing': {
    title: 'A named folder or list is not among the files',
    says: ['“{split}” names {path}, which is not among the files'],
  },
  'split-shared': {
    title: 'Two splits name the same images',
    says: ['“{split}” and “{other}” both name {path}; its images count to “{other}”'],
  },
  'split-classes-differ': {
    title: 'A split lacks classes that others have',
    says: [
      {
        by: 'count',
        one: '“{split}” lacks {count} class that other splits have: {classes}',
        other: '“{split}” lacks {count} classes that other splits have: {classes}',
      },
    ],
  },
  'results-without-truth': {
    title: 'Predictions without labels to compare them with',
    says: [
      {
        by: 'files',
        one: '{files} file of predictions, but no labels to compare them with',
        other: '{files} files of predictions, but no labels to compare them with',
      },
    ],
  },
  'prediction-classes-shifted': {
    title: 'Class numbers of the predictions look shifted',
    says: ['Class numbers of the predictions look shifted by {shift}'],
  },
  'nothing-recognised': {
    title: 'Nothing was recognised',
    says: [{ by: 'files', one: 'The {files} file was not recognised', other: 'None of {files} files was recognised' }],
  },
};

function expected(place: string): Forms {
  return {
    by: 'expected',
    is: {
      value: `Not valid JSON at ${place}: a value is expected`,
      string: `Not valid JSON at ${place}: this text is broken or not closed`,
      key: `Not valid JSON at ${place}: a key in quotes is expected`,
      colon: `Not valid JSON at ${place}: a colon is expected`,
      comma: `Not valid JSON at ${place}: a comma or a closing bracket is expected`,
      end: `Not valid JSON at ${place}: more follows after the value`,
      depth: `Not valid JSON at ${place}: nested too deep`,
    },
    other: `Not valid JSON at ${place}: {expected} is expected`,
  };
}
