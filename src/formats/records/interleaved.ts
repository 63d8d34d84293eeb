/** Documents whose pictures stand between their paragraphs. */
import type { FieldValue } from '../../model/annotation.ts';
import type { ChatForm, Part } from '../../model/record-form.ts';
import { mediaOf, MediaList } from './media.ts';
import { lacks, type RecordSchema } from './schema.ts';
import { chatForm } from './turns.ts';
import { isList, isObject, listOf, look, numberOf, textOf, textsOf } from './values.ts';

/**
 * One turn that nobody says: texts and pictures in their order.
 * @param key of the texts
 */
function documentForm(key: string, pieces: readonly { readonly images: readonly FieldValue[]; readonly text: FieldValue }[]): ChatForm {
  const media = new MediaList({});
  const parts = pieces.flatMap(({ images, text }): Part[] => [
    ...images.flatMap((image) => mediaOf('image', image)).map((medium): Part => ({ kind: 'media', media: media.add(medium) })),
    ...(typeof text === 'string' && text !== '' ? [{ kind: 'text', text } as const] : []),
  ]);
  return chatForm([{ role: 'other', as: key, parts }], media);
}

const isTextOrNothing = (value: FieldValue): boolean => value === undefined || typeof value === 'string';

/** OBELICS: two lists of one length; where one has something the other has nothing. https://huggingface.co/datasets/HuggingFaceM4/OBELICS */
const obelics: RecordSchema = {
  id: 'obelics',
  fits(record) {
    const [images, texts] = [listOf(record['images']), listOf(record['texts'])];
    if (!images) return lacks('images');
    if (texts?.length !== images.length || !texts.every(isTextOrNothing)) return lacks('texts');
    return texts.some((text, at) => (text === undefined) !== (images[at] === undefined)) ? 0.95 : lacks('texts');
  },
  read(record) {
    const images = listOf(record['images']) ?? [];
    return documentForm(
      'texts',
      (listOf(record['texts']) ?? []).map((text, at) => ({ images: [images[at]], text })),
    );
  },
};

/** MMC4: a list of texts, and pictures each of which says before which text it stands. https://github.com/allenai/mmc4 */
const mmc4: RecordSchema = {
  id: 'mmc4',
  fits(record) {
    if (!textsOf(record['text_list'])) return lacks('text_list');
    const { image_info: images } = record;
    return isList(images) && images.every(isObject) ? 0.95 : lacks('image_info');
  },
  read(record) {
    const images = (listOf(record['image_info']) ?? []).flatMap((image) => (isObject(image) ? [image] : []));
    const texts = textsOf(record['text_list']) ?? [];
    const placeOf = (image: (typeof images)[number]): number =>
      Math.min(numberOf(image['matched_text_index']) ?? texts.length, texts.length);
    const written = (image: (typeof images)[number]): FieldValue => look(image, ['image_base64', 'image_name', 'raw_url']);
    return documentForm(
      'text_list',
      [...texts, undefined].map((text, at) => ({
        images: images.filter((image) => placeOf(image) === at).map((image) => textOf(written(image))),
        text,
      })),
    );
  },
};

export const INTERLEAVED_SCHEMAS: readonly RecordSchema[] = [obelics, mmc4];
